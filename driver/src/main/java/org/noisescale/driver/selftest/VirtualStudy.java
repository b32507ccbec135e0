package org.noisescale.driver.selftest;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/** What the problems in virtual time have in common. */
final class VirtualStudy {
    private static final String SWEPT = "training.synchronization";

    private VirtualStudy() {}

    /** A value of the key {@code seeds}: 1 to so many. */
    static String seeds(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList().toString();
    }

    /** The runs under one rule, as a sweep spells it. */
    static List<RunResult> runs(StudyResults results, String rule) {
        return results.runs().stream()
                .filter(run -> rule.equals(run.swept().get(SWEPT)))
                .toList();
    }

    /** A figure of a run, with the standard error of its mean over seeds. */
    static MeanEstimate mean(List<RunResult> runs, ToDoubleFunction<RunResult> figure) {
        return MeanEstimate.of(runs.stream().mapToDouble(figure).toArray());
    }

    /** The simulated seconds from the beginning of a run to its end. */
    static double seconds(RunResult run) {
        double[] clock = run.series("simulated_seconds");
        return clock[clock.length - 1];
    }

    /** The average of a column from a row on. */
    static double averageFrom(RunResult run, String column, int first) {
        return DoubleStream.of(run.series(column)).skip(first).average().orElse(Double.NaN);
    }

    /** H_n = 1 + 1/2 + … + 1/n. */
    static double harmonic(int n) {
        return sum(n, i -> 1.0 / i);
    }

    /** 1 + 1/4 + … + 1/n². */
    static double harmonicSquared(int n) {
        return sum(n, i -> 1.0 / i / i);
    }

    private static double sum(int n, ToDoubleFunction<Integer> term) {
        double sum = 0;
        for (int i = 1; i <= n; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }
}

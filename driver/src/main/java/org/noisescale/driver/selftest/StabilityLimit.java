package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * Asynchronous SGD with exponential times is stable in mean square if and only if a²W &lt; 2 + a. A tenth below that
 * limit the mean of θ² over orders of arrival falls, a tenth above it grows, as theory says to the digit. A mean square
 * near its limit is that of rare orders: it is measured over many short ones, cut from those in which pushes arrived,
 * and not at the end of a long run, which must come to rest well below the limit and diverge well above.
 *
 * @param name of the problem
 * @param time a part of the section training: what time is
 * @param steps enough for a run that diverges to be seen to do so
 * @param ordered whether there are enough of them to make a mean over orders
 */
record StabilityLimit(String name, String time, int steps, boolean ordered) implements Problem {
    private static final int WORKERS = 4;
    private static final double LIMIT = AsynchronousTruths.stabilityLimit(WORKERS);
    private static final double BELOW = 0.7;
    private static final double ABOVE = 1.7;
    private static final double RATE_DIGITS = 1e4;
    /** For a loss that began at a half. */
    private static final double FAR = 1e3;

    private static final int FOLLOWED = 20;

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1], noiseVariances: [0], initialParameters: 1}
                optimizer: {kind: sgd}
                training: {%s, workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: [1],
                  evaluateEvery: 0}
                sweep: {optimizer.learningRate: [%s, %s]}
                """.formatted(time, WORKERS, WORKERS, steps, rate(BELOW), rate(ABOVE));
    }

    private static double rate(double share) {
        return Math.round(share * LIMIT * RATE_DIGITS) / RATE_DIGITS;
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Finding> findings = new ArrayList<>();
        if (ordered) {
            findings.addAll(new AsynchronousTruths(results, WORKERS).meanSquares());
        }
        for (double share : List.of(BELOW, ABOVE)) {
            List<RunResult> runs = results.runs().stream()
                    .filter(run -> Double.parseDouble(run.swept().get("optimizer.learningRate")) == rate(share))
                    .toList();
            findings.add(Finding.exact(
                    "runs that diverge, " + share + " lim",
                    share < 1 ? 0 : runs.size(),
                    (double) runs.stream().filter(StabilityLimit::isFar).count(),
                    0.5));
        }
        findings.add(
                new AsynchronousTruths(results, WORKERS).inOrder(results.runs().get(0), rate(BELOW), FOLLOWED));
        return findings;
    }

    private static boolean isFar(RunResult run) {
        return DoubleStream.of(run.series("loss")).anyMatch(loss -> !(loss < FAR));
    }
}

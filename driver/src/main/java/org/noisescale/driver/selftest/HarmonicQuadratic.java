package org.noisescale.driver.selftest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The noisy quadratic in ten dimensions with h = c = 1/i and θ₀ = 1 along every axis. A thousand independent copies
 * stand side by side in one parameter vector, so that the loss of a run over their number is an average over a thousand
 * trainings.
 */
final class HarmonicQuadratic {
    static final int COPIES = 1_000;
    static final List<Double> SPECTRUM =
            IntStream.rangeClosed(1, 10).mapToObj(i -> 1.0 / i).toList();

    private HarmonicQuadratic() {}

    /** The data section of a study. */
    static String data() {
        List<Double> all = new ArrayList<>();
        Collections.nCopies(COPIES, SPECTRUM).forEach(all::addAll);
        return "data: {source: quadratic, curvatures: " + all + "}\n";
    }

    /** The average over copies and runs of a column of {@code steps.csv}, after so many rows. */
    static double average(StudyResults results, String column, int row) {
        return results.runs().stream()
                .mapToDouble(run -> run.series(column)[row] / COPIES)
                .average()
                .orElse(Double.NaN);
    }

    /** The same over all rows from {@code first} on. */
    static double averageFrom(StudyResults results, String column, int first) {
        return results.runs().stream()
                .mapToDouble(run -> DoubleStream.of(run.series(column))
                                .skip(first)
                                .average()
                                .orElse(Double.NaN)
                        / COPIES)
                .average()
                .orElse(Double.NaN);
    }
}

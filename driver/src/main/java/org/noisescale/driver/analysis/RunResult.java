package org.noisescale.driver.analysis;

import java.util.Map;
import java.util.Optional;

/**
 * What one run left behind: its id, the swept keys with their values, its seed, its line of {@code summary.csv} by
 * column, its {@code steps.csv}, and its {@code curvature.csv} if it has one.
 */
public record RunResult(
        String id,
        Map<String, String> swept,
        long seed,
        Map<String, String> summary,
        CsvTable steps,
        Optional<CsvTable> curvature) {

    /** A figure of the run's step series, a value a step; NaN where it does not apply. */
    public double[] series(String column) {
        return steps.numbers(column);
    }
}

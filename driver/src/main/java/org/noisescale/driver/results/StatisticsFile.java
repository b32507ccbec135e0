package org.noisescale.driver.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.parameterserver.moments.StatisticsNoise;

/**
 * {@code statistics.csv}: how far the statistics of BatchNormalization scatter, a row for each layer at each step at
 * which a second batch was looked at.
 */
final class StatisticsFile implements AutoCloseable {
    private static final List<String> HEADER = List.of(
            "step",
            "layer",
            "values_per_channel",
            "variance",
            "mean_variance",
            "inverse_deviation",
            "inverse_deviation_variance",
            "normalized_variance",
            "running_mean_distance_squared");

    private final StepLog log;

    /** Goes on behind a step; what is written of later ones goes. */
    StatisticsFile(Path file, long lastKept) throws IOException {
        log = new StepLog(file, HEADER, lastKept);
    }

    void write(StatisticsRow row) {
        StatisticsNoise noise = row.noise();
        log.write(List.of(
                Long.toString(row.step()),
                row.layer(),
                Long.toString(noise.count()),
                Figures.of(noise.variance()),
                Figures.of(noise.meanVariance()),
                Figures.of(noise.inverseDeviation()),
                Figures.of(noise.inverseDeviationVariance()),
                Figures.of(noise.normalizedVariance()),
                Figures.of(noise.runningMeanDistance())));
    }

    /** To be called before a checkpoint is counted on. */
    void flush() throws IOException {
        log.flush();
    }

    @Override
    public void close() {
        log.close();
    }
}

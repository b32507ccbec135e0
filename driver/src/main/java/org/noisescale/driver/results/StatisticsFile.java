package org.noisescale.driver.results;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.moments.StatisticsNoise;

/**
 * {@code statistics.csv}: how far the statistics of BatchNormalization scatter, a row for each layer at each step at
 * which a second batch was looked at. The file is there from its first row on.
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
    private static final String SEPARATOR = ",";

    private final BufferedWriter writer;

    /** Goes on behind a step; what is written of later ones goes. */
    StatisticsFile(Path file, long lastKept) throws IOException {
        List<String> kept = new ArrayList<>(List.of(String.join(SEPARATOR, HEADER)));
        if (lastKept > 0 && Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .skip(1)
                    .filter(row -> isWhole(row) && step(row) <= lastKept)
                    .forEach(kept::add);
        }
        writer = Files.newBufferedWriter(file);
        for (String row : kept) {
            writer.write(row + "\n");
        }
    }

    /** A row that a crash has cut off is not. */
    private static boolean isWhole(String row) {
        return row.split(SEPARATOR, -1).length == HEADER.size() && row.matches("\\d{1,18},.*");
    }

    private static long step(String row) {
        return Long.parseLong(row.substring(0, row.indexOf(SEPARATOR)));
    }

    void write(StatisticsRow row) {
        StatisticsNoise noise = row.noise();
        try {
            writer.write(String.join(
                            SEPARATOR,
                            Long.toString(row.step()),
                            row.layer(),
                            Long.toString(noise.count()),
                            Figures.of(noise.variance()),
                            Figures.of(noise.meanVariance()),
                            Figures.of(noise.inverseDeviation()),
                            Figures.of(noise.inverseDeviationVariance()),
                            Figures.of(noise.normalizedVariance()),
                            Figures.of(noise.runningMeanDistance()))
                    + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sees to it that what is written is on its way to the disk before a checkpoint is counted on. */
    void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

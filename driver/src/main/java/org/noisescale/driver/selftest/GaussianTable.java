package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * A table of normal features with variance 1 and classes drawn at random. While an epoch lasts every batch has rows of
 * its own, which depend on nothing that was drawn before.
 *
 * @param shift what is added to the feature whose number is that of the row's class
 */
record GaussianTable(long key, int features, int classes, double shift) {
    private static final int EVALUATION = 20;
    private static final double THOUSAND = 1000;

    /** Writes it with so many rows to train on; answers the section of the study. */
    String write(Path folder, int rows) throws IOException {
        String header =
                IntStream.range(0, features).mapToObj(i -> "x" + i + ",").collect(Collectors.joining());
        Files.writeString(
                folder.resolve("gaussian.csv"),
                IntStream.range(0, rows + EVALUATION)
                        .mapToObj(this::line)
                        .collect(Collectors.joining("", header + "label\n", "")));
        return "data: {source: csv, path: gaussian.csv, evaluationLast: " + EVALUATION + ", scaling: none}\n";
    }

    private String line(int row) {
        StringBuilder line = new StringBuilder();
        for (double value : row(row)) {
            line.append(String.format(Locale.ROOT, "%.3f,", value));
        }
        return line.append(label(row)).append('\n').toString();
    }

    /** The features of any row, written down or not; in thousandths, so that the table holds them as they are. */
    double[] row(int row) {
        long rowKey = CounterRandom.derive(key, row);
        double[] values = new double[features];
        for (int i = 0; i < features; i++) {
            double value = CounterRandom.gaussian(rowKey, i) + (i == label(row) ? shift : 0);
            values[i] = Math.round(value * THOUSAND) / THOUSAND;
        }
        return values;
    }

    int label(int row) {
        return (int) Math.floorMod(CounterRandom.derive(CounterRandom.derive(key, row), features), (long) classes);
    }
}

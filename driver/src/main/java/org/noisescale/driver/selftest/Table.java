package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisescale.worker.dataset.CounterRandom;

/** A small table of features and classes, and the gradients of a softmax regression on each of its rows. */
final class Table {
    /** How many rows are trained on. */
    static final int TRAINING = 120;

    private static final int EVALUATION = 20;
    private static final long KEY = 20;
    private static final long SEED = 1;
    private static final double THOUSAND = 1000;

    private Table() {}

    /** Writes the table, and says how to stand still on it. */
    static String study(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("table.csv"),
                IntStream.range(0, TRAINING + EVALUATION)
                        .mapToObj(Table::line)
                        .collect(Collectors.joining("", "a,b,c,d,label\n", "")));
        return """
                data: {source: csv, path: table.csv, evaluationLast: %d, scaling: none}
                model: {kind: softmax}
                optimizer: {kind: sgd, learningRate: 1e-30}
                """.formatted(EVALUATION);
    }

    /** A part of the section training. */
    static String seeds() {
        return "seeds: [" + SEED + "]";
    }

    private static String line(int row) {
        String features = features(row).stream()
                .map(value -> String.format(Locale.ROOT, "%.3f,", value))
                .collect(Collectors.joining());
        return features + label(row) + "\n";
    }

    /** In thousandths, so that the table holds them as they are. */
    private static List<Double> features(int row) {
        long key = CounterRandom.derive(KEY, row);
        return IntStream.range(0, SoftmaxRegression.FEATURES)
                .mapToObj(i -> CounterRandom.gaussian(key, i) + (label(row) == i ? 1 : 0))
                .map(value -> Math.round(value * THOUSAND) / THOUSAND)
                .toList();
    }

    private static int label(int row) {
        return row % SoftmaxRegression.CLASSES;
    }

    /** Of every row that is trained on, at the initial parameters. */
    static List<List<Double>> gradients() {
        SoftmaxRegression model = SoftmaxRegression.initial(SEED);
        return IntStream.range(0, TRAINING)
                .mapToObj(row -> model.gradient(features(row), label(row)))
                .toList();
    }
}

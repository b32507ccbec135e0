package org.noisescale.driver.analysis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the held-out examples of each class were classified after the last step.
 *
 * @param examples how many each class has
 * @param correct how many of them were classified correctly
 * @param confusion by true class, how often each class was answered; empty where there are too many classes
 */
public record ClassResults(List<Long> examples, List<Long> correct, List<List<Long>> confusion) {
    /** Makes the lists immutable. */
    public ClassResults {
        examples = List.copyOf(examples);
        correct = List.copyOf(correct);
        confusion = List.copyOf(confusion);
    }

    /**
     * Reads {@code recall.csv} and {@code confusion.csv} of a run; empty if there is no such file.
     *
     * @throws org.noisescale.driver.study.InputException if one is damaged
     */
    static Optional<ClassResults> read(Path run) {
        if (!Files.exists(run.resolve("recall.csv"))) {
            return Optional.empty();
        }
        CsvTable recall = CsvTable.read(run.resolve("recall.csv"));
        List<Long> examples = new ArrayList<>();
        List<Long> correct = new ArrayList<>();
        for (int row = 0; row < recall.rowCount(); row++) {
            double count = recall.number(row, "examples");
            examples.add((long) count);
            correct.add(count == 0 ? 0 : Math.round(count * recall.number(row, "recall")));
        }
        Path confusion = run.resolve("confusion.csv");
        return Optional.of(new ClassResults(
                examples, correct, Files.exists(confusion) ? matrix(CsvTable.read(confusion)) : List.of()));
    }

    private static List<List<Long>> matrix(CsvTable table) {
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> table.header().stream()
                        .skip(1)
                        .map(column -> (long) table.number(row, column))
                        .toList())
                .toList();
    }

    /** The results of two runs on the same examples together. */
    public ClassResults plus(ClassResults other) {
        return new ClassResults(
                sums(examples, other.examples),
                sums(correct, other.correct),
                IntStream.range(0, Math.min(confusion.size(), other.confusion.size()))
                        .mapToObj(row -> sums(confusion.get(row), other.confusion.get(row)))
                        .toList());
    }

    private static List<Long> sums(List<Long> left, List<Long> right) {
        return IntStream.range(0, Math.min(left.size(), right.size()))
                .mapToObj(i -> left.get(i) + right.get(i))
                .toList();
    }

    /** How many classes there are. */
    public int classCount() {
        return examples.size();
    }

    /** The share of a class's examples that was classified correctly; NaN if it has none. */
    public double recall(int label) {
        return examples.get(label) == 0 ? Double.NaN : (double) correct.get(label) / examples.get(label);
    }

    /** The mean recall of the classes that have examples: every class counts alike, however rare it is. */
    public double balancedAccuracy() {
        return IntStream.range(0, classCount())
                .mapToDouble(this::recall)
                .filter(recall -> !Double.isNaN(recall))
                .average()
                .orElse(Double.NaN);
    }
}

package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.ClassResults;

/** Which classes are taken for which after the last step, and the recall of each. */
final class ConfusionMatrix implements Drawing {
    private static final String ID = "confusion-matrix";
    private static final String TITLE = "Which class is taken for which";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Result> results = comparison.groups().stream()
                .flatMap(group -> Result.find(group).stream())
                .toList();
        Optional<Result> best = results.stream()
                .max(Comparator.comparingDouble(result -> result.total().balancedAccuracy()));
        if (best.isEmpty()) {
            return Page.Section.nothing(
                    ID, TITLE, "The runs recorded no classes: this model is not a classifier or was never evaluated.");
        }
        return new Page.Section(
                ID,
                TITLE,
                caption(best.get(), results.size() > 1),
                List.of(best.get().sentence()),
                List.of(),
                List.of(recalls(results)),
                List.of(),
                matrices(best.get()),
                List.of());
    }

    private static String caption(Result best, boolean several) {
        String which =
                several ? " It is that of " + best.group().label() + ", whose balanced accuracy is highest." : "";
        String runs = best.runs().size() > 1
                ? " Counts are sums over " + FigureText.counted(best.runs().size(), "seed") + "."
                : "";
        return best.total().confusion().isEmpty()
                ? "There are too many classes for a matrix; the table has the recall of each." + runs
                : "Held-out examples after the last step: a row for each true class, a column for each answer, coloured by"
                        + " the share of the row." + which + runs;
    }

    private static List<Page.Matrix> matrices(Result best) {
        return best.total().confusion().isEmpty()
                ? List.of()
                : List.of(
                        new Page.Matrix(ID, "answer", "true class", best.total().confusion()));
    }

    private static Page.Table recalls(List<Result> results) {
        List<String> columns = new ArrayList<>(List.of("class", "examples"));
        results.forEach(result -> columns.add(
                result.group().isNamed() ? "recall, " + result.group().label() : "recall"));
        int classes = results.get(0).total().classCount();
        List<List<String>> rows = IntStream.range(0, classes)
                .mapToObj(label -> row(label, results))
                .toList();
        return new Page.Table("recall", "Recall of each class", columns, rows);
    }

    private static List<String> row(int label, List<Result> results) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(label));
        Result first = results.get(0);
        cells.add(
                Long.toString(first.total().examples().get(label) / first.runs().size()));
        for (Result result : results) {
            boolean known = label < result.total().classCount();
            cells.add(FigureText.fixed(known ? result.total().recall(label) : Double.NaN, 4));
        }
        return cells;
    }

    /** What the runs of a group amount to. */
    private record Result(RunGroup group, List<ClassResults> runs, ClassResults total) {
        static Optional<Result> find(RunGroup group) {
            List<ClassResults> runs = group.runs().stream()
                    .flatMap(run -> group.study().findClasses(run).stream())
                    .toList();
            return runs.stream().reduce(ClassResults::plus).map(total -> new Result(group, runs, total));
        }

        String sentence() {
            String place = group.isNamed() ? " at " + group.label() : "";
            int worst = IntStream.range(0, total.classCount())
                    .filter(label -> total.examples().get(label) > 0)
                    .boxed()
                    .min(Comparator.comparingDouble(total::recall))
                    .orElse(0);
            return "Balanced accuracy: " + FigureText.percent(total.balancedAccuracy()) + place + spread()
                    + "; the lowest recall is " + FigureText.percent(total.recall(worst)) + ", of class " + worst
                    + ".";
        }

        private String spread() {
            if (runs.size() < 2) {
                return "";
            }
            List<Double> each =
                    runs.stream().map(ClassResults::balancedAccuracy).sorted().toList();
            return " (seeds from " + FigureText.percent(each.get(0)) + " to "
                    + FigureText.percent(each.get(each.size() - 1)) + ")";
        }
    }
}

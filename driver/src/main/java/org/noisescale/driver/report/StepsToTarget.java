package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.criticalbatch.Trial;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch;

/**
 * Steps to a target side by side: each optimizer, or whatever else is swept, with its best trial at each batch size.
 */
final class StepsToTarget implements Drawing {
    static final String ID = "steps-to-target";
    private static final String TITLE = "Steps to the target, each with its best trial";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<TunedFamily> families = TunedFamily.of(comparison);
        if (families.stream().allMatch(family -> family.best().isEmpty())) {
            return Page.Section.nothing(ID, TITLE, CriticalBatchSize.nothing(comparison));
        }
        List<Double> sizes = families.stream()
                .flatMap(family -> family.batches().stream())
                .map(TunedBatch::batchSize)
                .distinct()
                .sorted()
                .toList();
        List<Page.Series> series = IntStream.range(0, sizes.size())
                .mapToObj(i -> series(families, sizes.get(i), shade(i, sizes.size())))
                .toList();
        List<String> names = families.stream().map(TunedFamily::name).toList();
        List<Page.Chart> charts = new ArrayList<>();
        charts.add(new Page.Chart(
                ID,
                "",
                List.of(new Page.Axis("", false, false, names)),
                Page.Axis.logarithmic("steps to the target").withSwitch(),
                series,
                List.of(new Page.Key(Page.Style.POINTS, "median over seeds at the best trial, with its interval"))));
        charts.addAll(SearchLandscape.charts(families));
        List<String> answers =
                sizes.stream().map(size -> ranking(families, size)).toList();
        String caption = "Each counts with the trial whose median over seeds is the least; one that did not reach the"
                + " target within its steps has no point. " + TunedBatchTable.coverage(families);
        return new Page.Section(ID, TITLE, caption, answers, charts, List.of(new TunedBatchTable(families).table()));
    }

    private static double shade(int index, int count) {
        return count < 2 ? 0.5 : 0.15 + 0.7 * index / (count - 1.0);
    }

    private static Page.Series series(List<TunedFamily> families, double batchSize, double shade) {
        ErrorBars bars = new ErrorBars();
        for (int i = 0; i < families.size(); i++) {
            int position = i;
            families.get(i).findBest(batchSize).ifPresent(trial -> {
                Interval interval = trial.steps().interval();
                bars.add(position, trial.steps().median(), interval.low(), interval.high());
            });
        }
        String name = "B = " + FigureText.significant(batchSize, 7);
        return bars.series(name, new Page.Look(0, shade), Page.Style.POINTS);
    }

    /** Who is how fast, the fastest first. */
    private static String ranking(List<TunedFamily> families, double batchSize) {
        String reached = families.stream()
                .filter(family -> family.findBest(batchSize).isPresent())
                .sorted(Comparator.comparingDouble(family -> steps(family, batchSize)))
                .map(family -> family.name() + " " + FigureText.significant(steps(family, batchSize), 4))
                .collect(Collectors.joining(", "));
        String missed = families.stream()
                .filter(family -> family.findBest(batchSize).isEmpty())
                .map(TunedFamily::name)
                .collect(Collectors.joining(", "));
        return "Steps to the target at B = " + FigureText.significant(batchSize, 7) + ": "
                + (reached.isEmpty() ? "none reached it" : reached)
                + (missed.isEmpty() || reached.isEmpty() ? "" : "; not reached by " + missed) + ".";
    }

    private static double steps(TunedFamily family, double batchSize) {
        return family.findBest(batchSize)
                .map(Trial::steps)
                .map(estimate -> estimate.median())
                .orElse(Double.POSITIVE_INFINITY);
    }
}

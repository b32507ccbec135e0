package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.noisescale.driver.analysis.criticalbatch.Trial;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch;

/** All trials of a search: the steps to the target against the first searched key, a line for each batch size. */
final class SearchLandscape {
    private SearchLandscape() {}

    /** A chart for each family that searched. */
    static List<Page.Chart> charts(List<TunedFamily> families) {
        return families.stream()
                .filter(family -> !family.searched().isEmpty())
                .map(family -> chart(family, families.size() > 1))
                .toList();
    }

    private static Page.Chart chart(TunedFamily family, boolean named) {
        String key = family.searched().get(0);
        List<Page.Series> series = new ArrayList<>();
        for (int i = 0; i < family.batches().size(); i++) {
            TunedBatch batch = family.batches().get(i);
            double shade =
                    family.batches().size() < 2 ? 0.6 : i / (family.batches().size() - 1.0);
            String name = "B = " + FigureText.significant(batch.batchSize(), 7);
            series.addAll(lines(batch, key, family.stepsMax(), name, new Page.Look(family.hue(), shade)));
        }
        return new Page.Chart(
                "search-" + family.hue(),
                "",
                List.of(Page.Axis.logarithmic(key).withSwitch()),
                Page.Axis.logarithmic("steps to the target" + (named ? ", " + family.label() : ""))
                        .withSwitch(),
                series,
                List.of(
                        new Page.Key(Page.Style.LINE, "median over seeds, with its interval"),
                        new Page.Key(Page.Style.POINTS, "the best trial"),
                        new Page.Key(Page.Style.FAINT, "not reached within the steps, drawn at their limit")));
    }

    private static List<Page.Series> lines(TunedBatch batch, String key, double stepsMax, String name, Page.Look look) {
        List<Trial> sorted = batch.trials().stream()
                .sorted(Comparator.comparingDouble(trial -> trial.number(key)))
                .toList();
        List<Double> x = sorted.stream().map(trial -> trial.number(key)).toList();
        List<Page.Series> series = new ArrayList<>();
        series.add(new Page.Series(
                name,
                look,
                Page.Style.LINE,
                List.of(x),
                sorted.stream().map(trial -> finite(trial.steps().median())).toList(),
                sorted.stream().map(trial -> trial.steps().interval().low()).toList(),
                sorted.stream().map(trial -> trial.steps().interval().high()).toList()));
        ErrorBars missed = new ErrorBars();
        sorted.stream()
                .filter(trial -> Double.isInfinite(trial.steps().median()))
                .forEach(trial -> missed.add(trial.number(key), stepsMax, Double.NaN, Double.NaN));
        if (!missed.isEmpty()) {
            series.add(missed.series(name, look, Page.Style.FAINT));
        }
        batch.best().ifPresent(trial -> {
            ErrorBars best = new ErrorBars();
            best.add(trial.number(key), trial.steps().median(), Double.NaN, Double.NaN);
            series.add(best.series(name, look, Page.Style.POINTS));
        });
        return series;
    }

    private static double finite(double median) {
        return Double.isFinite(median) ? median : Double.NaN;
    }
}

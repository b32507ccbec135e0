package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.criticalbatch.CriticalBatchFit;
import org.noisescale.driver.analysis.criticalbatch.Trial;

/**
 * Steps to a target against batch size, each batch size with its best trial; the hyperbola through them, what theory
 * says where it says something, and the search that led there.
 */
final class CriticalBatchSize implements Drawing {
    private static final String ID = "critical-batch-size";
    private static final String TITLE = "Steps to the target against batch size";
    private static final int CURVE_POINTS = 61;

    @Override
    public Page.Section draw(Comparison comparison) {
        List<TunedFamily> families = TunedFamily.of(comparison).stream()
                .filter(family -> !family.best().isEmpty())
                .toList();
        if (families.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, nothing(comparison));
        }
        Map<TunedFamily, TunedTheory> theories = new LinkedHashMap<>();
        families.forEach(family ->
                family.theory().ifPresent(theory -> theories.put(family, TunedTheory.of(theory, family))));
        List<Page.Chart> charts = new ArrayList<>();
        charts.add(steps(families, theories));
        charts.add(tradeOff(families));
        charts.addAll(SearchLandscape.charts(families));
        CriticalBatchText text = new CriticalBatchText(families, theories);
        return new Page.Section(ID, TITLE, text.caption(), text.answers(), charts, text.tables());
    }

    /** Why there is nothing to see. */
    static String nothing(Comparison comparison) {
        boolean targets = comparison.studies().stream()
                .flatMap(study -> study.runs().stream())
                .anyMatch(Trial::applies);
        return targets
                ? "No run reached its target: give more steps (training.steps), an easier target (training.target), or"
                        + " other learning rates (search)."
                : "The runs have no target: this chart is for studies with training.target.";
    }

    private static Page.Chart steps(List<TunedFamily> families, Map<TunedFamily, TunedTheory> theories) {
        List<Page.Series> series = new ArrayList<>();
        for (TunedFamily family : families) {
            Page.Look look = look(family);
            family.fit().ifPresent(fit -> series.add(curve(family, fit)));
            Overlay overlay = new Overlay();
            if (theories.containsKey(family)) {
                theories.get(family).optima().forEach((batchSize, best) -> overlay.addLaw(batchSize, best.steps()));
            }
            family.best()
                    .forEach((batch, trial) -> overlay.add(
                            batch.batchSize(),
                            trial.steps().median(),
                            trial.steps().interval()));
            series.addAll(overlay.series(family.label(), look));
        }
        return new Page.Chart(
                ID,
                "",
                List.of(Page.Axis.logarithmic("batch size B (examples)")),
                Page.Axis.logarithmic("steps S to the target").withSwitch(),
                series,
                keys(!theories.isEmpty()));
    }

    private static List<Page.Key> keys(boolean theory) {
        List<Page.Key> keys = new ArrayList<>(List.of(
                new Page.Key(Page.Style.POINTS, "median over seeds at the best trial, with its interval"),
                new Page.Key(Page.Style.LINE, "S = S_min (1 + B_crit / B), fitted, with its 95 % band")));
        if (theory) {
            keys.add(new Page.Key(Page.Style.LAW, "theory at its best learning rate, nothing fitted"));
        }
        return keys;
    }

    private static Page.Series curve(TunedFamily family, CriticalBatchFit fit) {
        List<Double> x = between(
                family.batches().get(0).batchSize(),
                family.batches().get(family.batches().size() - 1).batchSize());
        List<Interval> band = x.stream().map(fit::stepsInterval).toList();
        return new Page.Series(
                family.label(),
                look(family),
                Page.Style.LINE,
                List.of(x),
                x.stream().map(fit::steps).toList(),
                band.stream().map(Interval::low).toList(),
                band.stream().map(Interval::high).toList());
    }

    /** Steps against examples: the hyperbola itself. */
    private static Page.Chart tradeOff(List<TunedFamily> families) {
        List<Page.Series> series = new ArrayList<>();
        for (TunedFamily family : families) {
            family.fit().ifPresent(fit -> {
                List<Double> batchSizes = between(
                        family.batches().get(0).batchSize(),
                        family.batches().get(family.batches().size() - 1).batchSize());
                series.add(new Page.Series(
                        family.label(),
                        look(family),
                        Page.Style.LINE,
                        List.of(batchSizes.stream().map(fit::steps).toList()),
                        batchSizes.stream().map(b -> b * fit.steps(b)).toList(),
                        List.of(),
                        List.of()));
            });
            ErrorBars points = new ErrorBars();
            family.best().forEach((batch, trial) -> {
                double steps = trial.steps().median();
                points.add(steps, steps * batch.batchSize(), Double.NaN, Double.NaN);
            });
            series.add(points.series(family.label(), look(family), Page.Style.POINTS));
        }
        return new Page.Chart(
                "trade-off",
                "",
                List.of(Page.Axis.logarithmic("steps S to the target")),
                Page.Axis.logarithmic("examples E = B · S to the target").withSwitch(),
                series,
                List.of(
                        new Page.Key(Page.Style.POINTS, "a batch size at its best trial"),
                        new Page.Key(Page.Style.LINE, "(S/S_min − 1)(E/E_min − 1) = 1, fitted")));
    }

    static Page.Look look(TunedFamily family) {
        return new Page.Look(family.hue(), 0.6);
    }

    private static List<Double> between(double low, double high) {
        return IntStream.range(0, CURVE_POINTS)
                .mapToObj(i -> low * Math.pow(high / low, i / (CURVE_POINTS - 1.0)))
                .toList();
    }
}

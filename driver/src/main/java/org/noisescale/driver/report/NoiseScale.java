package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.RatioEstimate;

/** The gradient noise scale tr Σ / |G|² with its 95 % interval. */
final class NoiseScale implements Drawing {
    private static final String ID = "noise-scale";
    private static final String TITLE = "Gradient noise scale";
    private static final String LABEL = "noise scale, tr Σ / |G|² (examples)";
    private static final String MEANING = "The noise scale is the batch size at which the variance of the gradient"
            + " equals its squared length: far below it a step is mostly noise, far above it a larger batch buys"
            + " little. It is the ratio of two averages over the run, never the average of ratios. ";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<RunGroup> groups =
                comparison.groups().stream().filter(NoiseScale::isMeasured).toList();
        if (groups.isEmpty()) {
            return Page.Section.nothing(
                    ID,
                    TITLE,
                    "The runs recorded no noise: it is measured from the spread of the virtual workers' gradients, so"
                            + " training.virtualWorkers must be 2 or more; and where all of them share statistics"
                            + " (model.batchNorm sync), measure.batchNorm.every must be set.");
        }
        return comparison.sweptKey().isEmpty() ? overTime(comparison, groups) : overSweep(comparison, groups);
    }

    private static Page.Section overSweep(Comparison comparison, List<RunGroup> groups) {
        SweepAxis sweep = new SweepAxis(comparison);
        List<Page.Series> series = new ArrayList<>();
        comparison.families().forEach((name, family) -> {
            List<RunGroup> measured = family.stream().filter(groups::contains).toList();
            if (!measured.isEmpty()) {
                series.add(perSeed(name, measured, sweep));
                series.add(pooled(name, measured, sweep));
            }
        });
        List<Page.Key> keys = List.of(
                new Page.Key(Page.Style.POINTS, "all seeds pooled, 95 % interval"),
                new Page.Key(Page.Style.FAINT, "a single seed"));
        Page.Chart chart = new Page.Chart(ID, "", List.of(sweep.axis()), axis(series), series, keys);
        String caption = MEANING
                + "Bars are 95 % intervals of the measurement on the path that the runs took (Fieller); a bar without"
                + " an end means that |G|² may be zero within its error.";
        return new Page.Section(ID, TITLE, caption, answer(comparison, groups), List.of(chart), List.of());
    }

    private static Page.Series perSeed(String name, List<RunGroup> groups, SweepAxis sweep) {
        ErrorBars bars = new ErrorBars();
        for (RunGroup group : groups) {
            group.noiseScales().stream()
                    .filter(estimate -> estimate.count() > 0)
                    .forEach(estimate -> addTo(bars, sweep.position(group), estimate));
        }
        return bars.series(name, look(groups), Page.Style.FAINT);
    }

    private static Page.Series pooled(String name, List<RunGroup> groups, SweepAxis sweep) {
        ErrorBars bars = new ErrorBars();
        groups.forEach(group -> addTo(bars, sweep.position(group), RatioEstimate.pooled(measured(group))));
        return bars.series(name, look(groups), Page.Style.POINTS);
    }

    private static void addTo(ErrorBars bars, double position, RatioEstimate estimate) {
        Interval interval = estimate.interval();
        bars.add(position, estimate.value(), interval.low(), interval.high());
    }

    private static Page.Look look(List<RunGroup> groups) {
        return new Page.Look(groups.get(0).look().hue(), 0.6);
    }

    private static Page.Section overTime(Comparison comparison, List<RunGroup> groups) {
        int halfWidth = Curves.halfWidth(comparison, 0.1);
        List<Page.Series> series = groups.stream()
                .flatMap(group -> NoiseScaleOverTime.series(group, halfWidth).stream())
                .toList();
        if (series.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The runs are too short for a noise scale over time.");
        }
        Page.Chart chart = new Page.Chart(ID, "", Curves.X, axis(series), series, List.of());
        String caption = MEANING + "Here both averages are taken over a moving window of " + (2 * halfWidth + 1)
                + " steps and over all seeds; the band is the 95 % interval in that window.";
        return new Page.Section(ID, TITLE, caption, answer(comparison, groups), List.of(chart), List.of());
    }

    /** Logarithmic, unless a negative estimate is to be shown. */
    private static Page.Axis axis(List<Page.Series> series) {
        boolean positive = series.stream().flatMap(each -> each.y().stream()).allMatch(value -> value > 0);
        return (positive ? Page.Axis.logarithmic(LABEL) : Page.Axis.linear(LABEL)).withSwitch();
    }

    private static List<String> answer(Comparison comparison, List<RunGroup> measured) {
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<String, List<RunGroup>> family : comparison.families().entrySet()) {
            List<RunGroup> groups =
                    family.getValue().stream().filter(measured::contains).toList();
            if (!groups.isEmpty()) {
                String name = comparison.families().size() > 1 ? family.getKey() + ": " : "";
                sentences.add(name + sentence(comparison, groups));
            }
        }
        return sentences;
    }

    private static String sentence(Comparison comparison, List<RunGroup> groups) {
        List<RatioEstimate> estimates = groups.stream()
                .map(group -> RatioEstimate.pooled(measured(group)))
                .toList();
        String key = comparison.sweepsBatchSize()
                ? "the batch size"
                : comparison.sweptKey().map(Comparison::shortName).orElse("");
        if (groups.size() == 1) {
            return "Noise scale ≈ " + text(estimates.get(0)) + " examples.";
        }
        if (RatioEstimate.homogeneity(estimates) > 0.05) {
            return "Noise scale ≈ " + text(RatioEstimate.pooled(estimates)) + " examples, independent of " + key
                    + " within its error.";
        }
        RunGroup first = groups.get(0);
        RunGroup last = groups.get(groups.size() - 1);
        return "The noise scale depends on " + key + " beyond its error: " + text(estimates.get(0)) + " examples at "
                + first.label() + ", " + text(estimates.get(estimates.size() - 1)) + " at " + last.label()
                + " (the runs visit different parameters).";
    }

    private static String text(RatioEstimate estimate) {
        return FigureText.significant(estimate.value(), 3) + " (" + FigureText.interval(estimate.interval()) + ")";
    }

    private static boolean isMeasured(RunGroup group) {
        return !measured(group).isEmpty();
    }

    private static List<RatioEstimate> measured(RunGroup group) {
        return group.noiseScales().stream()
                .filter(estimate -> estimate.count() > 2)
                .toList();
    }
}

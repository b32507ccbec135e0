package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.PowerLawFit;
import org.noisescale.driver.study.Configuration;

/**
 * The variance of the minibatch gradient, tr Σ/B, against the batch size beside the law that it is proportional to 1/B,
 * and tr Σ itself.
 */
final class NoiseTrace implements Drawing {
    private static final String ID = "noise-trace";
    private static final String TITLE = "Variance of the gradient";
    private static final String UNUSABLE = "The runs recorded no gradient variance: it is measured from the spread of"
            + " the virtual workers' gradients, so training.virtualWorkers must be 2 or more.";

    private static final String EXACT = "For the noisy quadratic tr Σ is the sum of the noise variances wherever the"
            + " parameters are; the line takes it from the configuration, and nothing is fitted to it.";
    private static final String POOLED = "The line takes tr Σ pooled over all batch sizes. Trainings with different"
            + " batch sizes visit different parameters, and Σ depends on them, so a deviation beyond the error bars is"
            + " real and not a failure of the law.";

    @Override
    public Page.Section draw(Comparison comparison) {
        if (comparison.groups().stream().noneMatch(NoiseTrace::isMeasured)) {
            return Page.Section.nothing(ID, TITLE, UNUSABLE);
        }
        if (comparison.sweptKey().isEmpty()) {
            return overTime(comparison);
        }
        List<Page.Chart> charts = new ArrayList<>();
        if (comparison.sweepsBatchSize()) {
            charts.add(chart(comparison, "", "variance of the minibatch gradient, tr Σ / B", RunGroup::batchSize));
        }
        charts.add(chart(comparison, "-per-example", "variance of the per-example gradient, tr Σ", group -> 1));
        return new Page.Section(ID, TITLE, caption(comparison), answer(comparison), charts, List.of());
    }

    private static Page.Section overTime(Comparison comparison) {
        int halfWidth = Curves.halfWidth(comparison, 0.05);
        List<Page.Series> series = comparison.groups().stream()
                .flatMap(group -> Curves.of(group, "noise_trace", halfWidth).stream())
                .toList();
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                Curves.X,
                Page.Axis.linear("variance of the per-example gradient, tr Σ").withSwitch(),
                series,
                List.of());
        return new Page.Section(
                ID,
                TITLE,
                "The variance of the per-example gradient as training goes on. "
                        + Curves.treatment(comparison, halfWidth),
                List.of(),
                List.of(chart),
                List.of());
    }

    private static Page.Chart chart(
            Comparison comparison, String suffix, String label, ToDoubleFunction<RunGroup> divisor) {
        SweepAxis sweep = new SweepAxis(comparison);
        List<Page.Series> series = new ArrayList<>();
        for (Map.Entry<String, List<RunGroup>> family : comparison.families().entrySet()) {
            List<RunGroup> groups =
                    family.getValue().stream().filter(NoiseTrace::isMeasured).toList();
            series.addAll(familySeries(family.getKey(), groups, sweep, divisor));
        }
        if (!comparison.sweepsBatchSize()) {
            series.removeIf(each -> each.style() == Page.Style.LAW);
        }
        return new Page.Chart(
                ID + suffix,
                "",
                List.of(sweep.axis()),
                Page.Axis.logarithmic(label).withSwitch(),
                series,
                keys(comparison, suffix.isEmpty()));
    }

    private static List<Page.Series> familySeries(
            String name, List<RunGroup> groups, SweepAxis sweep, ToDoubleFunction<RunGroup> divisor) {
        if (groups.isEmpty()) {
            return List.of();
        }
        Page.Look look = new Page.Look(groups.get(0).look().hue(), 0.6);
        double pooled = groups.stream()
                .mapToDouble(group -> trace(group).mean())
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
        Overlay overlay = new Overlay();
        for (RunGroup group : groups) {
            double law = group.exactTrace().orElse(pooled);
            overlay.add(
                    sweep.position(group),
                    trace(group).dividedBy(divisor.applyAsDouble(group)),
                    OptionalDouble.of(law / divisor.applyAsDouble(group)));
        }
        return overlay.series(name, look);
    }

    private static List<Page.Key> keys(Comparison comparison, boolean divided) {
        List<Page.Key> keys = new ArrayList<>();
        keys.add(new Page.Key(Page.Style.POINTS, "measured, ± standard error over seeds"));
        if (comparison.sweepsBatchSize()) {
            String trace = isExact(comparison) ? "exact tr Σ" : "pooled tr Σ";
            keys.add(new Page.Key(
                    Page.Style.LAW,
                    divided ? "the law: " + trace + ", divided by B" : trace + ", the same for every batch size"));
        }
        return keys;
    }

    private static boolean isExact(Comparison comparison) {
        return comparison.groups().stream().allMatch(group -> group.exactTrace().isPresent());
    }

    private static String caption(Comparison comparison) {
        String measured = "tr Σ is measured without bias from the spread of " + spread(comparison)
                + " and averaged over the run; error bars are standard errors over seeds, often smaller than the"
                + " point. ";
        if (!comparison.sweepsBatchSize()) {
            return measured + "It is shown against the swept key; theory has no law for it.";
        }
        String law = "For independent examples the variance of a batch's mean gradient is tr Σ / B: a line of slope −1"
                + " where both axes are logarithmic, and a tr Σ that is the same for every batch size. ";
        return measured + law + (isExact(comparison) ? EXACT : POOLED);
    }

    /** Gradients that do not depend on each other. */
    private static String spread(Comparison comparison) {
        boolean shared = comparison.groups().stream()
                .flatMap(group -> group.findConfiguration().stream())
                .anyMatch(Configuration::sharesStatistics);
        return shared
                ? "gradients that do not depend on each other: of virtual workers, of groups of them that share"
                        + " statistics, or of two batches"
                : "the virtual workers' gradients in every step";
    }

    private static List<String> answer(Comparison comparison) {
        if (!comparison.sweepsBatchSize()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        comparison
                .families()
                .forEach((name, groups) -> fit(groups)
                        .ifPresent(fit ->
                                sentences.add((comparison.families().size() > 1 ? name + ": " : "") + sentence(fit))));
        return sentences;
    }

    private static String sentence(PowerLawFit fit) {
        String factor = FigureText.fixed(Math.pow(2, fit.exponent()), 2);
        String effect = factor.equals("0.50")
                ? "Doubling the batch halves the variance of the gradient"
                : "Doubling the batch multiplies the variance of the gradient by " + factor;
        int places = fit.standardError() < 0.005 ? 4 : fit.standardError() < 0.05 ? 3 : 2;
        return effect + ": fitted exponent " + FigureText.fixed(fit.exponent(), places) + " ± "
                + FigureText.fixed(fit.standardError(), places) + " (law: −1).";
    }

    /** The exponent of tr Σ/B against B, a point a run. */
    static Optional<PowerLawFit> fit(List<RunGroup> groups) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (RunGroup group : groups) {
            for (double trace : traces(group)) {
                x.add(group.batchSize());
                y.add(trace / group.batchSize());
            }
        }
        return PowerLawFit.of(
                x.stream().mapToDouble(Double::doubleValue).toArray(),
                y.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static boolean isMeasured(RunGroup group) {
        return Arrays.stream(traces(group)).anyMatch(Double::isFinite);
    }

    private static MeanEstimate trace(RunGroup group) {
        return MeanEstimate.of(traces(group));
    }

    private static double[] traces(RunGroup group) {
        return group.series("noise_trace").stream()
                .mapToDouble(series -> MeanEstimate.of(series).mean())
                .toArray();
    }
}

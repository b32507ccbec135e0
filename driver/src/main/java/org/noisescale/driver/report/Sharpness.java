package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.Thinning;

/**
 * The largest eigenvalue of the Hessian along the training, beside 2/η, from where on gradient descent on a quadratic
 * diverges: full-batch training rises to it and stays there (Cohen et al. 2021, arXiv:2103.00065, "the edge of
 * stability"), noise keeps training below it.
 */
final class Sharpness implements Drawing {
    private static final String ID = "sharpness";
    private static final String TITLE = "Sharpness";
    private static final String LARGEST = "lambda_1";
    private static final List<String> COLUMNS =
            List.of("series", "step", "k", "λ of the Hessian", "error at most", "noise vᵀΣv", "share of tr Σ");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<RunGroup> groups = comparison.groups().stream()
                .filter(group -> !group.curvatureSeries(LARGEST).isEmpty())
                .toList();
        if (groups.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, Versions.NOT_MEASURED);
        }
        List<Page.Series> series = groups.stream()
                .flatMap(group ->
                        Stream.concat(Versions.of(group, LARGEST, Page.Style.LINE).stream(), limit(group).stream()))
                .toList();
        List<Page.Key> keys = groups.stream().anyMatch(Sharpness::hasLimit)
                ? List.of(
                        new Page.Key(Page.Style.LINE, "measured largest eigenvalue"),
                        new Page.Key(Page.Style.LAW, "2/η, the limit of stability"))
                : List.of();
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                Versions.X,
                Page.Axis.logarithmic("largest eigenvalue λ of the Hessian").withSwitch(),
                series,
                keys);
        return new Page.Section(
                ID, TITLE, caption(comparison), answers(groups), List.of(chart), List.of(table(groups)));
    }

    private static boolean hasLimit(RunGroup group) {
        return group.findSetting("optimizer.kind").filter("sgd"::equals).isPresent();
    }

    /** 2/η at every step; empty for other optimizers than plain gradient descent. */
    private static List<Page.Series> limit(RunGroup group) {
        if (!hasLimit(group)) {
            return List.of();
        }
        double[] rates = group.series("learning_rate").get(0);
        double[] steps = group.series("step").get(0);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        IntStream.of(Thinning.evenly(rates.length, Curves.POINTS_MAX)).forEach(i -> {
            x.add(steps[i]);
            y.add(2 / rates[i]);
        });
        return List.of(ErrorBars.law(group.label(), group.look(), x, y));
    }

    private static String caption(Comparison comparison) {
        return "The largest eigenvalue of the training loss's Hessian, by Lanczos' method over a fixed sample of the"
                + " training examples; products with the Hessian are central differences of gradients in double"
                + " precision. Gradient descent with learning rate η is unstable along directions whose curvature"
                + " exceeds 2/η; without noise it climbs to this edge and stays there, and noise holds it back earlier."
                + Curves.band(comparison);
    }

    private static List<String> answers(List<RunGroup> groups) {
        return groups.stream()
                .filter(group -> Double.isFinite(Versions.last(group, LARGEST)))
                .map(Sharpness::answer)
                .toList();
    }

    private static String answer(RunGroup group) {
        double first = Versions.mean(group, LARGEST, 0);
        double last = Versions.last(group, LARGEST);
        String name = group.isNamed() ? " (" + group.label() + ")" : "";
        String text =
                "Sharpness" + name + ": " + FigureText.significant(first, 3) + " → " + FigureText.significant(last, 3);
        if (!hasLimit(group)) {
            return text + ".";
        }
        double[] rates = group.series("learning_rate").get(0);
        return text + ", " + FigureText.percent(last * rates[rates.length - 1] / 2) + " of the limit 2/η.";
    }

    private static Page.Table table(List<RunGroup> groups) {
        List<List<String>> rows = new ArrayList<>();
        for (RunGroup group : groups) {
            for (int k = 1; !Double.isNaN(Versions.last(group, "lambda_" + k)); k++) {
                double noise = Versions.last(group, "noise_" + k);
                rows.add(List.of(
                        group.label(),
                        FigureText.significant(Versions.last(group, "step"), 7),
                        String.valueOf(k),
                        FigureText.significant(Versions.last(group, "lambda_" + k), 4),
                        FigureText.significant(Versions.last(group, "lambda_error_" + k), 2),
                        FigureText.significant(noise, 3),
                        FigureText.percent(noise / Versions.last(group, "noise_trace"))));
            }
        }
        return new Page.Table("eigenvalues", "The largest eigenvalues after training, means over seeds", COLUMNS, rows);
    }
}

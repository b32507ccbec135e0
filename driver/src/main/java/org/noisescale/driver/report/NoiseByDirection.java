package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The variance of a single example's gradient along the leading eigenvectors of the Hessian. */
final class NoiseByDirection implements Drawing {
    private static final String ID = "noise-by-direction";
    private static final String TITLE = "Noise along the directions of greatest curvature";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<RunGroup> groups = comparison.groups().stream()
                .filter(group -> !group.curvatureSeries("noise_1").isEmpty())
                .toList();
        if (groups.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, Versions.NOT_MEASURED);
        }
        List<Page.Series> series = new ArrayList<>(groups.stream()
                .flatMap(group -> Stream.of(
                        points(group, 0, Page.Style.FAINT), points(group, Integer.MAX_VALUE, Page.Style.POINTS)))
                .filter(each -> !each.y().isEmpty())
                .toList());
        if (series.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "All runs diverged.");
        }
        series.add(equality(series));
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(Page.Axis.logarithmic("eigenvalue λ of the Hessian").withSwitch()),
                Page.Axis.logarithmic("noise vᵀΣv along its vector").withSwitch(),
                series,
                List.of(
                        new Page.Key(Page.Style.POINTS, "after training, mean over seeds"),
                        new Page.Key(Page.Style.FAINT, "before training"),
                        new Page.Key(Page.Style.LAW, "noise as large as the curvature, Σ = H")));
        return new Page.Section(ID, TITLE, caption(), List.of(), List.of(chart), List.of());
    }

    private static Page.Series points(RunGroup group, int version, Page.Style style) {
        ErrorBars bars = new ErrorBars();
        for (int k = 1; !Double.isNaN(Versions.mean(group, "lambda_" + k, version)); k++) {
            double noise = Versions.mean(group, "noise_" + k, version);
            bars.add(Versions.mean(group, "lambda_" + k, version), noise, noise, noise);
        }
        return bars.series(group.label(), group.look(), style);
    }

    private static Page.Series equality(List<Page.Series> points) {
        List<Double> ends = points.stream()
                .flatMapToDouble(each -> each.x().get(0).stream().mapToDouble(Double::doubleValue))
                .filter(value -> value > 0)
                .boxed()
                .toList();
        List<Double> x = DoubleStream.of(
                        ends.stream().mapToDouble(Double::doubleValue).min().orElse(1),
                        ends.stream().mapToDouble(Double::doubleValue).max().orElse(1))
                .boxed()
                .toList();
        return ErrorBars.law("Σ = H", new Page.Look(0, 0.5), x, x);
    }

    private static String caption() {
        return "Each point is one of the largest eigenvalues of the Hessian and the variance of a single example's"
                + " gradient along its vector. Gradient noise is not the same in all directions: it is largest where"
                + " the loss is most curved. For a well-specified model with cross-entropy both matrices agree at the"
                + " optimum; how far the points are from that line says how far the model is from it.";
    }
}

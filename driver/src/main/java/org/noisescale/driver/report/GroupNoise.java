package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.report.StatisticsSizes.Point;

/**
 * tr Σ and |G|² against the number of examples that share statistics: each size is an objective of its own, with a
 * noise of its own.
 */
final class GroupNoise implements Drawing {
    private static final String ID = "group-noise";
    private static final String TRACE = "noise_trace";
    private static final String TITLE = "Noise against the examples that share statistics";

    @Override
    public Page.Section draw(Comparison comparison) {
        StatisticsSizes sizes = new StatisticsSizes(comparison.groups(), StatisticsSizes::kindOf);
        Map<String, List<Point>> trace = sizes.points(group -> mean(group, TRACE));
        Map<String, List<Point>> biased = sizes.points(group -> mean(group, "noise_trace_biased"));
        List<Point> measured = StatisticsSizes.inOrder(trace);
        if (measured.isEmpty()) {
            return Page.Section.nothing(
                    ID, TITLE, "No run of a network with model.batchNorm recorded the noise of its gradients.");
        }
        List<Page.Series> series = new ArrayList<>(StatisticsSizes.series(trace, Page.Style.POINTS));
        series.addAll(StatisticsSizes.series(biased, Page.Style.FAINT));
        List<Page.Key> keys = new ArrayList<>();
        keys.add(new Page.Key(
                Page.Style.POINTS, "valid: of gradients that are independent, ± standard error over seeds"));
        if (!StatisticsSizes.inOrder(biased).isEmpty()) {
            keys.add(new Page.Key(Page.Style.FAINT, "biased: of virtual workers that share statistics"));
        }
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                StatisticsSizes.X,
                Page.Axis.logarithmic("S = tr Σ, a value per example").withSwitch(),
                series,
                keys);
        String caption = "The mean over the run of S, the variance of the gradient times the examples it is of. With"
                + " BatchNormalization the loss of an example depends on those it shares statistics with, so S belongs"
                + " to the size n of these groups: few examples make statistics, and with them gradients, noisier."
                + " Runs of different n also walk to different parameters.";
        return new Page.Section(ID, TITLE, caption, List.of(sentence(measured)), List.of(chart), List.of());
    }

    /** Over seeds, of the means over the steps at which the noise was read validly. */
    private static MeanEstimate mean(RunGroup group, String column) {
        List<double[]> figures = group.series(column);
        List<double[]> read = group.series(TRACE);
        return MeanEstimate.of(IntStream.range(0, figures.size())
                .mapToDouble(run -> meanWhereRead(figures.get(run), read.get(run)))
                .toArray());
    }

    private static double meanWhereRead(double[] figures, double[] read) {
        return IntStream.range(0, figures.length)
                .filter(step -> Double.isFinite(read[step]))
                .mapToDouble(step -> figures[step])
                .average()
                .orElse(Double.NaN);
    }

    private static String sentence(List<Point> points) {
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        String text = "S is " + first.number() + " at " + first.place();
        return points.size() == 1
                ? text + "."
                : text + " and " + last.number() + " at " + last.place() + ": "
                        + FigureText.significant(
                                first.estimate().mean() / last.estimate().mean(), 3)
                        + " times as much noise with the smaller groups.";
    }
}

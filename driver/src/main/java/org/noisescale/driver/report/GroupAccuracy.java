package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.report.StatisticsSizes.Point;

/**
 * How well trained networks do on held-out examples against the number of examples that shared statistics in training,
 * and how far training and evaluation are apart: in training an example is normalised by others, in evaluation by
 * running statistics (Hoffer, Hubara &amp; Soudry 2017, arXiv:1705.08741).
 */
final class GroupAccuracy implements Drawing {
    private static final String ID = "group-accuracy";
    private static final String TITLE = "Accuracy and gap against the examples that share statistics";
    private static final List<Page.Key> KEYS =
            List.of(new Page.Key(Page.Style.POINTS, "mean over seeds, ± standard error"));
    private static final int LAST = 10;

    @Override
    public Page.Section draw(Comparison comparison) {
        StatisticsSizes sizes = new StatisticsSizes(comparison.groups(), StatisticsSizes::kindOf);
        Map<String, List<Point>> accuracy = sizes.points(group -> over(group, GroupAccuracy::accuracy));
        Map<String, List<Point>> gap = sizes.points(group -> over(group, GroupAccuracy::gap));
        if (StatisticsSizes.inOrder(accuracy).isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "No run of a network with model.batchNorm was evaluated.");
        }
        List<Page.Chart> charts = List.of(
                chart("", "share of held-out examples classified correctly", accuracy),
                chart("-gap", "evaluation loss − training loss", gap));
        String caption = "After the last step. The training loss is that of the last " + LAST + " % of the steps, of"
                + " examples that are normalised by those they share statistics with; the evaluation loss is of held-out"
                + " examples, normalised by running statistics. Their difference holds both: that examples are new, and"
                + " that they are normalised otherwise. Below 0 held-out examples do better than those of training.";
        List<String> sentences = new ArrayList<>();
        sentences.add(accuracySentence(StatisticsSizes.inOrder(accuracy)));
        sentences.add(gapSentence(StatisticsSizes.inOrder(gap)));
        return new Page.Section(ID, TITLE, caption, sentences, charts, List.of());
    }

    private static Page.Chart chart(String suffix, String label, Map<String, List<Point>> points) {
        return new Page.Chart(
                ID + suffix,
                "",
                StatisticsSizes.X,
                Page.Axis.linear(label),
                StatisticsSizes.series(points, Page.Style.POINTS),
                KEYS);
    }

    private static MeanEstimate over(RunGroup group, ToDoubleFunction<RunResult> figure) {
        return MeanEstimate.of(group.runs().stream().mapToDouble(figure).toArray());
    }

    private static double accuracy(RunResult run) {
        return last(run.series("evaluation_accuracy"));
    }

    private static double gap(RunResult run) {
        double[] losses = run.series("loss");
        int from = losses.length - Math.max(1, losses.length * LAST / 100);
        return last(run.series("evaluation_loss"))
                - Arrays.stream(losses, from, losses.length).average().orElse(Double.NaN);
    }

    private static double last(double[] series) {
        double last = Double.NaN;
        for (double value : series) {
            last = Double.isNaN(value) ? last : value;
        }
        return last;
    }

    private static String accuracySentence(List<Point> points) {
        Point best = points.stream()
                .max(Comparator.comparingDouble(point -> point.estimate().mean()))
                .orElseThrow();
        Point first = points.get(0);
        Point end = points.get(points.size() - 1);
        return "Accuracy is " + first.percent() + " at " + first.place() + ", " + end.percent() + " at " + end.place()
                + " and highest, " + best.percent() + ", at " + best.place() + ".";
    }

    private static String gapSentence(List<Point> points) {
        if (points.isEmpty()) {
            return "No gap between training and evaluation was recorded.";
        }
        Point first = points.get(0);
        Point end = points.get(points.size() - 1);
        return "The evaluation loss less the training loss is " + first.number() + " at " + first.place() + " and "
                + end.number() + " at " + end.place() + ".";
    }
}

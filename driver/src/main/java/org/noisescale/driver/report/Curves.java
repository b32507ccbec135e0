package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MovingAverage;
import org.noisescale.driver.analysis.SeedBand;
import org.noisescale.driver.analysis.Thinning;

/** Step series of groups as lines with bands over the seeds. */
final class Curves {
    static final int POINTS_MAX = 500;
    /** The x axes of every such chart. */
    static final List<Page.Axis> X = List.of(Page.Axis.linear("step"), Page.Axis.linear("examples seen"));

    private Curves() {}

    /** Half the window of a moving average that covers about a share of all steps; 0 smooths nothing. */
    static int halfWidth(Comparison comparison, double share) {
        int steps = comparison.groups().stream()
                .flatMap(group -> group.runs().stream())
                .mapToInt(run -> run.steps().rowCount())
                .max()
                .orElse(0);
        return (int) Math.round(steps * share / 2);
    }

    /** The mean over seeds with its band, drawn at no more than {@value #POINTS_MAX} steps; empty without figures. */
    static List<Page.Series> of(RunGroup group, String column, int halfWidth) {
        return line(group, smooth(group.series(column), halfWidth));
    }

    /** The same for a quantity that has been computed for each run already, a value a step. */
    static List<Page.Series> line(RunGroup group, List<double[]> values) {
        SeedBand band = SeedBand.over(values);
        int[] defined = IntStream.range(0, band.mean().size())
                .filter(i -> !band.mean().get(i).isNaN())
                .toArray();
        if (defined.length == 0) {
            return List.of();
        }
        int[] drawn = IntStream.of(Thinning.evenly(defined.length, POINTS_MAX))
                .map(i -> defined[i])
                .toArray();
        boolean single = group.runs().size() == 1;
        return List.of(new Page.Series(
                group.label(),
                group.look(),
                Page.Style.LINE,
                List.of(
                        at(drawn, group.series("step").get(0)),
                        at(drawn, group.series("examples").get(0))),
                at(drawn, band.mean()),
                single ? List.of() : at(drawn, band.low()),
                single ? List.of() : at(drawn, band.high())));
    }

    /** Each series through the moving average. */
    static List<double[]> smooth(List<double[]> series, int halfWidth) {
        return series.stream()
                .map(values -> MovingAverage.of(values, halfWidth))
                .toList();
    }

    /** How the curves were treated, as a sentence of a caption. */
    static String treatment(Comparison comparison, int halfWidth) {
        String window = halfWidth == 0
                ? "Not smoothed."
                : "Each run is smoothed by a centred moving average over " + (2 * halfWidth + 1) + " steps.";
        return window + band(comparison);
    }

    /** What the band is; nothing with a single seed. */
    static String band(Comparison comparison) {
        boolean several =
                comparison.groups().stream().anyMatch(group -> group.runs().size() > 1);
        return several
                ? " The line is the mean over seeds, the band reaches from the smallest to the largest seed."
                : " One seed, hence no band.";
    }

    private static List<Double> at(int[] positions, double[] values) {
        List<Double> chosen = new ArrayList<>();
        IntStream.of(positions).forEach(i -> chosen.add(values[i]));
        return chosen;
    }

    private static List<Double> at(int[] positions, List<Double> values) {
        return at(positions, values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}

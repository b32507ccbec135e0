package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.SeedBand;

/** Figures at the versions of which the curvature was measured, as lines with bands over the seeds. */
final class Versions {
    /** The x axis of every such chart. */
    static final List<Page.Axis> X = List.of(Page.Axis.linear("step"));
    /** What to say where there is nothing. */
    static final String NOT_MEASURED = "The runs measured no curvature: set measure.curvature.every.";

    private Versions() {}

    /** The mean over seeds at each version; empty without figures. */
    static List<Page.Series> of(RunGroup group, String column, Page.Style style) {
        SeedBand band = SeedBand.over(group.curvatureSeries(column));
        int[] defined = IntStream.range(0, band.mean().size())
                .filter(i -> !band.mean().get(i).isNaN())
                .toArray();
        if (defined.length == 0) {
            return List.of();
        }
        double[] steps = group.curvatureSeries("step").get(0);
        List<Double> x = IntStream.of(defined).mapToObj(i -> steps[i]).toList();
        List<Double> y = at(defined, band.mean());
        boolean banded = style == Page.Style.LINE && group.runs().size() > 1;
        return List.of(new Page.Series(
                group.label(),
                group.look(),
                style,
                List.of(x),
                y,
                banded ? at(defined, band.low()) : List.of(),
                banded ? at(defined, band.high()) : List.of()));
    }

    /** The mean over seeds at the last version; NaN without figures. */
    static double last(RunGroup group, String column) {
        return mean(group, column, Integer.MAX_VALUE);
    }

    /** The mean over seeds at this version, counted from 0, or at the last where there are fewer. */
    static double mean(RunGroup group, String column, int version) {
        List<Double> mean = SeedBand.over(group.curvatureSeries(column)).mean();
        return mean.isEmpty() ? Double.NaN : mean.get(Math.min(version, mean.size() - 1));
    }

    private static List<Double> at(int[] positions, List<Double> values) {
        List<Double> chosen = new ArrayList<>();
        IntStream.of(positions).forEach(i -> chosen.add(values.get(i)));
        return chosen;
    }
}

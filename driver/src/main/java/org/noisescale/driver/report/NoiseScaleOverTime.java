package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.RatioEstimate;
import org.noisescale.driver.analysis.Thinning;

/** The noise scale of one group of runs in a window that moves along the training. */
final class NoiseScaleOverTime {
    private static final int WINDOWS_MAX = 200;

    private NoiseScaleOverTime() {}

    /** The line with its 95 % interval, at the middles of whole windows; empty if the runs are shorter than one. */
    static List<Page.Series> series(RunGroup group, int halfWidth) {
        int steps = group.runs().stream()
                .mapToInt(run -> run.steps().rowCount())
                .min()
                .orElse(0);
        int windows = steps - 2 * halfWidth;
        if (windows < 1 || halfWidth < 1) {
            return List.of();
        }
        List<double[]> traces = group.series("noise_trace");
        List<double[]> norms = group.series("gradient_norm_squared");
        double[] step = group.series("step").get(0);
        double[] examples = group.series("examples").get(0);
        List<List<Double>> x = List.of(new ArrayList<>(), new ArrayList<>());
        List<Double> y = new ArrayList<>();
        List<Double> low = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        for (int first : Thinning.evenly(windows, WINDOWS_MAX)) {
            RatioEstimate estimate = window(traces, norms, first, first + 2 * halfWidth + 1);
            Interval interval = estimate.interval();
            x.get(0).add(step[first + halfWidth]);
            x.get(1).add(examples[first + halfWidth]);
            y.add(estimate.value());
            low.add(interval.low());
            high.add(interval.high());
        }
        return List.of(new Page.Series(group.label(), group.look(), Page.Style.LINE, x, y, low, high));
    }

    private static RatioEstimate window(List<double[]> traces, List<double[]> norms, int first, int end) {
        return RatioEstimate.pooled(IntStream.range(0, traces.size())
                .mapToObj(run -> RatioEstimate.ofSeries(
                        Arrays.copyOfRange(traces.get(run), first, end),
                        Arrays.copyOfRange(norms.get(run), first, end)))
                .toList());
    }
}

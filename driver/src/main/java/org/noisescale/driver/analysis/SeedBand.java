package org.noisescale.driver.analysis;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Several repetitions of a series as one: at each position the mean, the smallest and the largest value over the seeds;
 * NaN where no seed has a value.
 */
public record SeedBand(List<Double> mean, List<Double> low, List<Double> high) {

    /** The band over series of one quantity; it ends where the shortest of them ends. */
    public static SeedBand over(List<double[]> seeds) {
        int length = seeds.stream().mapToInt(series -> series.length).min().orElse(0);
        SeedBand band = new SeedBand(new ArrayList<>(length), new ArrayList<>(length), new ArrayList<>(length));
        for (int i = 0; i < length; i++) {
            int position = i;
            band.add(seeds.stream().mapToDouble(series -> series[position]));
        }
        return band;
    }

    private void add(DoubleStream values) {
        DoubleSummaryStatistics statistics =
                values.filter(value -> !Double.isNaN(value)).summaryStatistics();
        boolean none = statistics.getCount() == 0;
        mean.add(none ? Double.NaN : statistics.getAverage());
        low.add(none ? Double.NaN : statistics.getMin());
        high.add(none ? Double.NaN : statistics.getMax());
    }
}

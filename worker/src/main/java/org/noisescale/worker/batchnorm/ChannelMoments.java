package org.noisescale.worker.batchnorm;

import java.util.Arrays;
import org.noisescale.parameterserver.moments.ChannelStatistics;

/**
 * Count, mean and sum of squared deviations from it, for each channel; in double, by two passes, since the variance of
 * values far from zero would be lost in the difference of two sums.
 */
final class ChannelMoments {
    private final int channels;
    private final ChannelStatistics statistics = new ChannelStatistics();

    ChannelMoments(int channels) {
        this.channels = channels;
    }

    /** Takes the place of what was there. */
    void measure(float[] values, ChannelKernel kernel) {
        statistics.describe(ChannelStatistics.Kind.MOMENTS, kernel.count(), channels);
        statistics.clear();
        double[] means = statistics.firsts();
        kernel.addValues(values, means);
        for (int channel = 0; channel < channels; channel++) {
            means[channel] /= Math.max(1, kernel.count());
        }
        kernel.addSquaredDeviations(values, means, statistics.seconds());
    }

    /** What can be merged with other parts of a batch; shared, not a copy. */
    ChannelStatistics statistics() {
        return statistics;
    }

    /** A copy, beside running statistics. */
    BatchSample.Part sample(double epsilon, BatchSample.Running running) {
        double[] means = Arrays.copyOf(statistics.firsts(), channels);
        double[] variances = new double[channels];
        Arrays.setAll(variances, this::variance);
        return new BatchSample.Part(statistics.count(), epsilon, means, variances, running);
    }

    /** The mean of a channel. */
    double mean(int channel) {
        return statistics.firsts()[channel];
    }

    /** The variance of a channel: the sum of squares divided by their count. */
    double variance(int channel) {
        return statistics.seconds()[channel] / statistics.count();
    }
}

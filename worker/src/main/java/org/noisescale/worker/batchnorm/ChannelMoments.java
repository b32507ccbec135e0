package org.noisescale.worker.batchnorm;

import java.util.Arrays;

/**
 * Count, mean and sum of squared deviations from it, for each channel; in double, by two passes, since the variance of
 * values far from zero would be lost in the difference of two sums.
 */
final class ChannelMoments {
    private final double[] means;
    private final double[] deviations;
    private long count;

    ChannelMoments(int channels) {
        means = new double[channels];
        deviations = new double[channels];
    }

    /** Takes the place of what was there. */
    void measure(float[] values, ChannelKernel kernel) {
        count = kernel.count();
        Arrays.fill(means, 0);
        kernel.addValues(values, means);
        for (int channel = 0; channel < means.length; channel++) {
            means[channel] /= count;
        }
        Arrays.fill(deviations, 0);
        kernel.addSquaredDeviations(values, means, deviations);
    }

    /** The mean of a channel. */
    double mean(int channel) {
        return means[channel];
    }

    /** The variance of a channel: the sum of squares divided by their count. */
    double variance(int channel) {
        return deviations[channel] / count;
    }
}

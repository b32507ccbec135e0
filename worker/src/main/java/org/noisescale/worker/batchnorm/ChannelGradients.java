package org.noisescale.worker.batchnorm;

import org.noisescale.parameterserver.moments.ChannelStatistics;

/** For each channel Σ dy and Σ dy·x̂, the gradients of its offset and its scale; in double. */
final class ChannelGradients {
    private final int channels;
    private final ChannelStatistics statistics = new ChannelStatistics();

    ChannelGradients(int channels) {
        this.channels = channels;
    }

    /** Takes the place of what was there. */
    void measure(float[] gradients, float[] normalized, ChannelKernel kernel) {
        statistics.describe(ChannelStatistics.Kind.GRADIENTS, kernel.count(), channels);
        statistics.clear();
        kernel.addValues(gradients, statistics.firsts());
        kernel.addProducts(gradients, normalized, statistics.seconds());
    }

    /** What can be merged with other parts of a batch; shared, not a copy. */
    ChannelStatistics statistics() {
        return statistics;
    }

    /** Over how many values the sums go. */
    long count() {
        return statistics.count();
    }

    /** Σ dy of a channel. */
    double offset(int channel) {
        return statistics.firsts()[channel];
    }

    /** Σ dy·x̂ of a channel. */
    double scale(int channel) {
        return statistics.seconds()[channel];
    }
}

package org.noisescale.worker.batchnorm;

import java.util.Arrays;

/** For each channel Σ dy and Σ dy·x̂, the gradients of its offset and its scale; in double. */
final class ChannelGradients {
    private final double[] offsets;
    private final double[] scales;
    private long count;

    ChannelGradients(int channels) {
        offsets = new double[channels];
        scales = new double[channels];
    }

    /** Takes the place of what was there. */
    void measure(float[] gradients, float[] normalized, ChannelKernel kernel) {
        count = kernel.count();
        Arrays.fill(offsets, 0);
        kernel.addValues(gradients, offsets);
        Arrays.fill(scales, 0);
        kernel.addProducts(gradients, normalized, scales);
    }

    /** Over how many values the sums go. */
    long count() {
        return count;
    }

    /** Σ dy of a channel. */
    double offset(int channel) {
        return offsets[channel];
    }

    /** Σ dy·x̂ of a channel. */
    double scale(int channel) {
        return scales[channel];
    }
}

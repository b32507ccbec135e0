package org.noisescale.worker.batchnorm;

import java.util.Arrays;

/** The map y = γx̂ + β of each channel, and the sums of its gradients over the parts of a slice. */
final class Affine {
    private final float[] scales;
    private final float[] offsets;
    private final double[] scaleGradients;
    private final double[] offsetGradients;

    Affine(int channels) {
        scales = new float[channels];
        offsets = new float[channels];
        scaleGradients = new double[channels];
        offsetGradients = new double[channels];
    }

    /** γ; shared, not a copy. */
    float[] scales() {
        return scales;
    }

    /** β; shared, not a copy. */
    float[] offsets() {
        return offsets;
    }

    /** The map that changes nothing. */
    void reset() {
        Arrays.fill(scales, 1);
        Arrays.fill(offsets, 0);
    }

    /** Begins another backward pass. */
    void clearGradients() {
        Arrays.fill(scaleGradients, 0);
        Arrays.fill(offsetGradients, 0);
    }

    /** Adds those of a part, which nobody else's have been added to. */
    void add(ChannelGradients part) {
        for (int channel = 0; channel < scales.length; channel++) {
            scaleGradients[channel] += part.scale(channel);
            offsetGradients[channel] += part.offset(channel);
        }
    }

    void scaleGradientsInto(float[] target) {
        round(scaleGradients, target);
    }

    void offsetGradientsInto(float[] target) {
        round(offsetGradients, target);
    }

    private static void round(double[] sums, float[] target) {
        for (int channel = 0; channel < sums.length; channel++) {
            target[channel] = (float) sums[channel];
        }
    }
}

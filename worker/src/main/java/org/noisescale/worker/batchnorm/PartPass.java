package org.noisescale.worker.batchnorm;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A forward and a backward pass over examples that are normalised by the same statistics (Ioffe &amp; Szegedy 2015,
 * algorithm 1), or over the part of them that is here. What the part has is merged with what others have between the
 * halves of each pass. With mean and variance of all N values of a channel, x̂ = (x − mean)/√(variance + ε), y = γx̂ +
 * β, and the sums over all N as well:
 *
 * <pre>
 *   dx = γ/√(variance + ε) · (dy − Σdy/N − x̂ Σ(dy·x̂)/N)
 * </pre>
 */
final class PartPass {
    private static final SlicePart NOTHING = new SlicePart.Neighbours(0, 0);

    private final int channels;
    private final double epsilon;
    private final ChannelMoments moments;
    private final ChannelGradients sums;
    private final float[] means;
    private final float[] slopes;
    private final float[] factors;
    private final float[] deviations;
    private SlicePart part = NOTHING;
    private ChannelKernel kernel;
    private float[] normalized = new float[0];
    private float[] room = new float[0];

    /** A pass that has seen nothing. */
    PartPass(int channels, double epsilon) {
        this.channels = channels;
        this.epsilon = epsilon;
        kernel = ChannelKernel.ofRows(0, channels);
        moments = new ChannelMoments(channels);
        sums = new ChannelGradients(channels);
        means = new float[channels];
        slopes = new float[channels];
        factors = new float[channels];
        deviations = new float[channels];
    }

    /** Takes the moments of the values of a part of a slice. */
    void measure(SlicePart examples, ChannelKernel arrangement, INDArray values) {
        part = examples;
        kernel = arrangement;
        if (normalized.length < kernel.size()) {
            normalized = new float[kernel.size()];
            room = new float[kernel.size()];
        }
        part.read(values, width(), normalized);
        moments.measure(normalized, kernel);
    }

    private int width() {
        return kernel.size() / Math.max(1, part.count());
    }

    /** Normalises the values by the moments. */
    void normalize(Affine affine, INDArray target) {
        for (int channel = 0; channel < channels; channel++) {
            means[channel] = (float) moments.mean(channel);
            deviations[channel] = (float) (1 / Math.sqrt(moments.variance(channel) + epsilon));
        }
        kernel.normalize(normalized, means, deviations);
        kernel.scale(normalized, affine.scales(), affine.offsets(), room);
        part.write(room, width(), target);
    }

    /** Takes the sums of the gradients of what was put out, and adds those of scale and offset to the affine map's. */
    void measureGradients(INDArray gradients, Affine affine) {
        part.read(gradients, width(), room);
        sums.measure(room, normalized, kernel);
        affine.add(sums);
    }

    /** Turns the gradients into those of what came in. */
    void toInputGradients(Affine affine, INDArray target) {
        for (int channel = 0; channel < channels; channel++) {
            means[channel] = (float) (sums.offset(channel) / sums.count());
            slopes[channel] = (float) (sums.scale(channel) / sums.count());
            factors[channel] = affine.scales()[channel] * deviations[channel];
        }
        kernel.toInputGradient(room, normalized, means, slopes, factors);
        part.write(room, width(), target);
    }

    /** By which the values are normalised; merged with others' in between. */
    ChannelMoments moments() {
        return moments;
    }

    /** The sums that the gradients are corrected by; merged with others' in between. */
    ChannelGradients sums() {
        return sums;
    }
}

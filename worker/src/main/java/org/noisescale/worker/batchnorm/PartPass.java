package org.noisescale.worker.batchnorm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.worker.array.NativeFloats;

/**
 * A forward and a backward pass over examples that are normalised by the same statistics (Ioffe &amp; Szegedy 2015,
 * algorithm 1), or over the part of them that is here. With mean and variance of all N values of a channel, x̂ = (x −
 * mean)/√(variance + ε), y = γx̂ + β, and the sums over all N as well:
 *
 * <pre>
 *   dx = γ/√(variance + ε) · (dy − Σdy/N − x̂ Σ(dy·x̂)/N)
 * </pre>
 */
final class PartPass {
    private final int channels;
    private final double epsilon;
    private final StatisticsPool pool;
    private final ChannelMoments moments;
    private final ChannelGradients sums;
    private final float[] means;
    private final float[] slopes;
    private final float[] factors;
    private final float[] deviations;
    private float[] normalized = new float[0];
    private float[] room = new float[0];

    /**
     * A pass that has seen nothing.
     *
     * @param pool where the statistics of the other parts come from
     */
    PartPass(int channels, double epsilon, StatisticsPool pool) {
        this.channels = channels;
        this.epsilon = epsilon;
        this.pool = pool;
        moments = new ChannelMoments(channels);
        sums = new ChannelGradients(channels);
        means = new float[channels];
        slopes = new float[channels];
        factors = new float[channels];
        deviations = new float[channels];
    }

    /**
     * Normalises the values of a part.
     *
     * @param from where they begin in the memory of {@code values} and {@code target}
     */
    void forward(INDArray values, long from, ChannelKernel kernel, Affine affine, INDArray target) {
        int size = kernel.size();
        if (normalized.length < size) {
            normalized = new float[size];
            room = new float[size];
        }
        NativeFloats.read(values, from, normalized, size);
        moments.measure(normalized, kernel);
        pool.share(moments.statistics());
        for (int channel = 0; channel < channels; channel++) {
            means[channel] = (float) moments.mean(channel);
            deviations[channel] = (float) (1 / Math.sqrt(moments.variance(channel) + epsilon));
        }
        kernel.normalize(normalized, means, deviations);
        kernel.scale(normalized, affine.scales(), affine.offsets(), room);
        NativeFloats.write(room, size, target, from);
    }

    /**
     * Turns gradients of what was put out into those of what came in, and adds those of scale and offset to the affine
     * map's.
     */
    void backward(INDArray gradients, long from, ChannelKernel kernel, Affine affine, INDArray target) {
        NativeFloats.read(gradients, from, room, kernel.size());
        sums.measure(room, normalized, kernel);
        affine.add(sums);
        pool.share(sums.statistics());
        for (int channel = 0; channel < channels; channel++) {
            means[channel] = (float) (sums.offset(channel) / sums.count());
            slopes[channel] = (float) (sums.scale(channel) / sums.count());
            factors[channel] = affine.scales()[channel] * deviations[channel];
        }
        kernel.toInputGradient(room, normalized, means, slopes, factors);
        NativeFloats.write(room, kernel.size(), target, from);
    }

    /** By which the values were normalised last. */
    ChannelMoments moments() {
        return moments;
    }
}

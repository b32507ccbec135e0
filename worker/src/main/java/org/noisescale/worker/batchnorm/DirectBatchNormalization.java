package org.noisescale.worker.batchnorm;

import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.worker.array.NativeFloats;

/**
 * Batch normalisation (Ioffe & Szegedy 2015, algorithm 1) of features or images in few passes, where DL4J's own layer
 * makes some thirty, most of them into new arrays. Parameters and running statistics are DL4J's, and so is what is
 * computed after training.
 */
public final class DirectBatchNormalization extends BatchNormalization {
    private final int channels;
    private final ChannelMoments moments;
    private final ChannelGradients sums;
    private final float[] means;
    private final float[] slopes;
    private final float[] factors;
    private final float[] scales;
    private final float[] offsets;
    private final float[] deviations;
    private float[] normalized = new float[0];
    private float[] room = new float[0];
    private @Nullable ChannelKernel kernel;

    /** A layer without parameters yet, in place of one of these settings. */
    public DirectBatchNormalization(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
        channels = Math.toIntExact(layerConf().getNOut());
        moments = new ChannelMoments(channels);
        sums = new ChannelGradients(channels);
        means = new float[channels];
        slopes = new float[channels];
        factors = new float[channels];
        scales = new float[channels];
        offsets = new float[channels];
        deviations = new float[channels];
    }

    /**
     * Whether there is such a layer for these settings. DL4J disregards a fixed scale or offset if only one of them is
     * not the usual one.
     */
    public static boolean replaces(org.deeplearning4j.nn.conf.layers.BatchNormalization settings) {
        return !settings.isLockGammaBeta() || (settings.getGamma() == 1 && settings.getBeta() == 0);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        kernel = training ? kernelOf(input) : null;
        return kernel == null ? super.activate(training, workspaces) : normalize(kernel, workspaces);
    }

    /** Nothing for what only DL4J knows how to normalise, as sequences. */
    private @Nullable ChannelKernel kernelOf(INDArray array) {
        long[] shape = array.shape();
        boolean last = layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
        if (shape.length == 2 && shape[1] == channels) {
            return ChannelKernel.ofRows(shape[0], channels);
        }
        if (shape.length == 4 && shape[last ? 3 : 1] == channels) {
            return last
                    ? ChannelKernel.ofRows(shape[0] * shape[1] * shape[2], channels)
                    : ChannelKernel.ofRuns(shape[0], channels, shape[2] * shape[3]);
        }
        return null;
    }

    private INDArray normalize(ChannelKernel arrangement, LayerWorkspaceMgr workspaces) {
        int size = arrangement.size();
        if (normalized.length < size) {
            normalized = new float[size];
            room = new float[size];
        }
        NativeFloats.read(input, normalized, size);
        moments.measure(normalized, arrangement);
        for (int channel = 0; channel < channels; channel++) {
            means[channel] = (float) moments.mean(channel);
            deviations[channel] = (float)
                    (1 / Math.sqrt(moments.variance(channel) + layerConf().getEps()));
        }
        arrangement.normalize(normalized, means, deviations);
        readParameters();
        arrangement.scale(normalized, scales, offsets, room);
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
        NativeFloats.write(room, size, result);
        return result;
    }

    private void readParameters() {
        if (layerConf().isLockGammaBeta()) {
            Arrays.fill(scales, 1);
            Arrays.fill(offsets, 0);
            return;
        }
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.GAMMA), scales, channels);
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.BETA), offsets, channels);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        ChannelKernel arrangement = kernel;
        if (arrangement == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        kernel = null;
        NativeFloats.read(epsilon, room, arrangement.size());
        sums.measure(room, normalized, arrangement);
        for (int channel = 0; channel < channels; channel++) {
            means[channel] = (float) (sums.offset(channel) / sums.count());
            slopes[channel] = (float) (sums.scale(channel) / sums.count());
            factors[channel] = scales[channel] * deviations[channel];
        }
        arrangement.toInputGradient(room, normalized, means, slopes, factors);
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, epsilon.shape(), 'c');
        NativeFloats.write(room, arrangement.size(), result);
        return new Pair<>(parameterGradient(), result);
    }

    private Gradient parameterGradient() {
        Gradient gradient = new DefaultGradient();
        if (!layerConf().isLockGammaBeta()) {
            for (int channel = 0; channel < channels; channel++) {
                scales[channel] = (float) sums.scale(channel);
                offsets[channel] = (float) sums.offset(channel);
            }
            put(gradient, BatchNormalizationParamInitializer.GAMMA, scales);
            put(gradient, BatchNormalizationParamInitializer.BETA, offsets);
        }
        putStatistics(gradient);
        return gradient;
    }

    private void putStatistics(Gradient gradient) {
        RunningStatistics statistics = new RunningStatistics(layerConf().getDecay());
        boolean logarithmic = layerConf().isUseLogStd();
        String ofVariances = logarithmic
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN), offsets, channels);
        NativeFloats.read(getParam(ofVariances), scales, channels);
        for (int channel = 0; channel < channels; channel++) {
            double variance = moments.variance(channel);
            offsets[channel] = statistics.step(offsets[channel], moments.mean(channel));
            scales[channel] = logarithmic
                    ? statistics.stepOfLogarithm(scales[channel], variance)
                    : statistics.step(scales[channel], variance);
        }
        put(gradient, BatchNormalizationParamInitializer.GLOBAL_MEAN, offsets);
        put(gradient, ofVariances, scales);
    }

    private void put(Gradient gradient, String parameter, float[] values) {
        INDArray view = Objects.requireNonNull(gradientViews.get(parameter));
        NativeFloats.write(values, channels, view);
        gradient.setGradientFor(parameter, view);
    }
}

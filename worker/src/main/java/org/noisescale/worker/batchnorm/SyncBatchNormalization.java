package org.noisescale.worker.batchnorm;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
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
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.worker.array.NativeFloats;

/**
 * Batch normalisation of features or images over the examples of several workers, up to the whole batch ({@code sync}).
 * The same layer serves smaller groups, down to one slice ({@code local}) and parts of it ({@code ghost}), since it
 * makes few passes where DL4J's own layer makes some thirty, most of them into new arrays. Parameters and running
 * statistics are DL4J's, and so is what is computed after training.
 */
public final class SyncBatchNormalization extends BatchNormalization {
    private final int channels;
    private final SliceDivision division;
    private final boolean dividedOrShared;
    private final Affine affine;
    private final float[] steps;
    private final float[] running;
    private final List<PartPass> passes = new ArrayList<>();
    private NormalizationLevel level;
    private int positionInLevel;
    private List<SlicePart> parts = List.of();
    private boolean normalized;

    /** A layer without parameters yet, in place of one of these settings, for slices each for itself. */
    public SyncBatchNormalization(NeuralNetConfiguration conf) {
        this(conf, SliceDivision.WHOLE, StatisticsPool.ALONE);
    }

    /**
     * The same.
     *
     * @param division which examples of a slice are normalised by the same statistics
     * @param pool where the statistics of other slices come from
     */
    public SyncBatchNormalization(NeuralNetConfiguration conf, SliceDivision division, StatisticsPool pool) {
        super(conf, DataType.FLOAT);
        this.division = division;
        dividedOrShared = division != SliceDivision.WHOLE || pool != StatisticsPool.ALONE;
        level = new NormalizationLevel(pool);
        channels = Math.toIntExact(layerConf().getNOut());
        affine = new Affine(channels);
        steps = new float[channels];
        running = new float[channels];
    }

    /** Shares from now on together with other layers. */
    void join(NormalizationLevel others, int position) {
        level = others;
        positionInLevel = position;
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
        normalized = training && isKnown(input);
        if (!normalized) {
            return super.activate(training, workspaces);
        }
        level.shareMoments(this, positionInLevel);
        readParameters();
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
        for (int part = 0; part < parts.size(); part++) {
            passes.get(part).normalize(affine, result);
        }
        return result;
    }

    /** Whether the values are such as lie by channels; others, as sequences, only DL4J knows how to normalise. */
    private boolean isKnown(INDArray array) {
        boolean known = findKernel(array, 0) != null;
        if (!known && dividedOrShared) {
            throw new IllegalArgumentException("BatchNormalization shares or divides the statistics of features and"
                    + " images only, was given " + array.shapeInfoToString());
        }
        return known;
    }

    /** How the values of so many examples lie. */
    private ChannelKernel kernel(int examples) {
        return Objects.requireNonNull(findKernel(input, examples));
    }

    private @Nullable ChannelKernel findKernel(INDArray array, int examples) {
        long[] shape = array.shape();
        boolean last = layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
        if (shape.length == 2 && shape[1] == channels) {
            return ChannelKernel.ofRows(examples, channels);
        }
        if (shape.length == 4 && shape[last ? 3 : 1] == channels) {
            return last
                    ? ChannelKernel.ofRows(examples * shape[1] * shape[2], channels)
                    : ChannelKernel.ofRuns(examples, channels, shape[2] * shape[3]);
        }
        return null;
    }

    /** Takes the moments of what has come in. */
    JointStatistics.Share measure() {
        if (!isKnown(input)) {
            throw new IllegalStateException("what has come in must lie by channels, was " + input.shapeInfoToString());
        }
        parts = division.parts(Math.toIntExact(input.size(0)));
        while (passes.size() < parts.size()) {
            passes.add(new PartPass(channels, layerConf().getEps()));
        }
        INDArray values = NativeFloats.rowByRow(input);
        List<ChannelStatistics> moments = new ArrayList<>(parts.size());
        for (int part = 0; part < parts.size(); part++) {
            PartPass pass = passes.get(part);
            pass.measure(parts.get(part), kernel(parts.get(part).count()), values);
            moments.add(pass.moments().statistics());
        }
        return new JointStatistics.Share(input.length() / channels, moments);
    }

    private void readParameters() {
        if (layerConf().isLockGammaBeta()) {
            affine.reset();
            return;
        }
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.GAMMA), affine.scales(), channels);
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.BETA), affine.offsets(), channels);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (!normalized) {
            return super.backpropGradient(epsilon, workspaces);
        }
        normalized = false;
        level.shareGradients(this, positionInLevel, epsilon);
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, epsilon.shape(), 'c');
        for (int part = 0; part < parts.size(); part++) {
            passes.get(part).toInputGradients(affine, result);
        }
        return new Pair<>(parameterGradient(), result);
    }

    /** Takes the sums of the gradients of what was put out. */
    JointStatistics.Share measureGradients(INDArray epsilon) {
        affine.clearGradients();
        INDArray gradients = NativeFloats.rowByRow(epsilon);
        List<ChannelStatistics> sums = new ArrayList<>(parts.size());
        for (int part = 0; part < parts.size(); part++) {
            passes.get(part).measureGradients(gradients, affine);
            sums.add(passes.get(part).sums().statistics());
        }
        return new JointStatistics.Share(epsilon.length() / channels, sums);
    }

    private Gradient parameterGradient() {
        Gradient gradient = new DefaultGradient();
        if (!layerConf().isLockGammaBeta()) {
            affine.scaleGradientsInto(steps);
            put(gradient, BatchNormalizationParamInitializer.GAMMA, steps);
            affine.offsetGradientsInto(steps);
            put(gradient, BatchNormalizationParamInitializer.BETA, steps);
        }
        putStatistics(gradient);
        return gradient;
    }

    /** Of several parts the mean step, as the server takes that of several slices. */
    private void putStatistics(Gradient gradient) {
        RunningStatistics statistics = new RunningStatistics(layerConf().getDecay());
        boolean logarithmic = layerConf().isUseLogStd();
        String ofVariances = logarithmic
                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                : BatchNormalizationParamInitializer.GLOBAL_VAR;
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN), running, channels);
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (int part = 0; part < parts.size(); part++) {
                sum += statistics.step(
                        running[channel], passes.get(part).moments().mean(channel));
            }
            steps[channel] = (float) (sum / parts.size());
        }
        put(gradient, BatchNormalizationParamInitializer.GLOBAL_MEAN, steps);
        NativeFloats.read(getParam(ofVariances), running, channels);
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (int part = 0; part < parts.size(); part++) {
                double variance = passes.get(part).moments().variance(channel);
                sum += logarithmic
                        ? statistics.stepOfLogarithm(running[channel], variance)
                        : statistics.step(running[channel], variance);
            }
            steps[channel] = (float) (sum / parts.size());
        }
        put(gradient, ofVariances, steps);
    }

    /** By which statistics it has normalised the batch of the last pass in training, with what is running. */
    public BatchSample sample() {
        BatchSample.Running runs = new BatchSample.Running(new double[channels], new double[channels]);
        NativeFloats.read(getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN), running, channels);
        for (int channel = 0; channel < channels; channel++) {
            runs.means()[channel] = running[channel];
        }
        boolean logarithmic = layerConf().isUseLogStd();
        NativeFloats.read(
                getParam(
                        logarithmic
                                ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                                : BatchNormalizationParamInitializer.GLOBAL_VAR),
                running,
                channels);
        for (int channel = 0; channel < channels; channel++) {
            runs.variances()[channel] = logarithmic ? Math.pow(10, 2.0 * running[channel]) : running[channel];
        }
        return new BatchSample(IntStream.range(0, parts.size())
                .mapToObj(part -> passes.get(part).moments().sample(layerConf().getEps(), runs))
                .toList());
    }

    /** Where its running means are, in the memory of all parameters. */
    public long offsetOfRunningMean() {
        return getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN).offset();
    }

    private void put(Gradient gradient, String parameter, float[] values) {
        INDArray view = Objects.requireNonNull(gradientViews.get(parameter));
        NativeFloats.write(values, channels, view);
        gradient.setGradientFor(parameter, view);
    }
}

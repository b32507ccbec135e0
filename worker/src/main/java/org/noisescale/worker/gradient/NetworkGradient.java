package org.noisescale.worker.gradient;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.DoublePointer;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.configuration.NamedLayer;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/**
 * A copy of a DL4J network in double precision. Like the network itself it computes without regularisation, which DL4J
 * adds in its updater.
 *
 * <p>Only networks whose loss is a sum over examples have the gradients of single examples that the noise is made of,
 * and only where nothing is drawn at random do two evaluations differ by the parameters alone; so layers with batch
 * statistics, dropout and weight noise are refused, and frozen ones, for which DL4J computes no gradient.
 */
final class NetworkGradient implements PreciseGradient {
    private static final Set<Class<? extends Layer>> LAYERS = Set.of(
            DenseLayer.class,
            OutputLayer.class,
            LossLayer.class,
            ActivationLayer.class,
            ConvolutionLayer.class,
            SubsamplingLayer.class,
            ZeroPaddingLayer.class,
            GlobalPoolingLayer.class);

    private final Network network;

    /** Takes a network of doubles, whose own parameters are of no account. */
    NetworkGradient(Network network) {
        this.network = network;
    }

    /** The first thing in a configuration for which there is no Hessian. */
    static Optional<String> obstacle(NetworkConfiguration configuration) {
        return configuration.layers().stream()
                .flatMap(layer -> obstacle(layer).stream())
                .findFirst();
    }

    private static Optional<String> obstacle(NamedLayer named) {
        Layer layer = named.layer();
        if (named.frozen()) {
            return Optional.of(named.words() + " is frozen");
        }
        if (!LAYERS.contains(layer.getClass())) {
            return Optional.of(named.words() + " is not known to be a smooth function of single examples");
        }
        boolean noisy = layer instanceof BaseLayer base && base.getWeightNoise() != null;
        return noisy || draws(layer.getIDropout())
                ? Optional.of(named.words() + " draws at random (dropout or weight noise)")
                : Optional.empty();
    }

    /** A dropout that always retains is none. */
    private static boolean draws(@Nullable IDropout dropout) {
        boolean retains = dropout instanceof Dropout plain && plain.getPSchedule() == null && plain.getP() == 1;
        return dropout != null && !retains;
    }

    @Override
    public int parameterCount() {
        return Math.toIntExact(network.parameters().length());
    }

    @Override
    public void sumInto(double[] parameters, ExamplePartition examples, int[] rows, double[] target) {
        if (rows.length == 0) {
            Arrays.fill(target, 0);
            return;
        }
        memory(network.parameters()).put(parameters);
        network.computeGradient(features(examples, rows), outputs(examples, rows));
        memory(network.gradient()).get(target);
    }

    private static INDArray features(ExamplePartition examples, int[] rows) {
        int width = examples.featureCount();
        double[] values = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < width; j++) {
                values[i * width + j] = examples.features()[rows[i] * width + j];
            }
        }
        return matrix(values, rows.length, width);
    }

    private static INDArray outputs(ExamplePartition examples, int[] rows) {
        int width = examples.labelType().outputCount();
        double[] values = new double[rows.length * width];
        float[] desired = new float[width];
        for (int i = 0; i < rows.length; i++) {
            examples.desiredOutputInto(rows[i], desired);
            for (int j = 0; j < width; j++) {
                values[i * width + j] = desired[j];
            }
        }
        return matrix(values, rows.length, width);
    }

    private static INDArray matrix(double[] values, int rows, int columns) {
        INDArray matrix = Nd4j.createUninitialized(DataType.DOUBLE, rows, columns);
        memory(matrix).put(values);
        return matrix;
    }

    private static DoublePointer memory(INDArray array) {
        return new DoublePointer(array.data().addressPointer());
    }
}

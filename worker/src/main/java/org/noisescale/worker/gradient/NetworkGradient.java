package org.noisescale.worker.gradient;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.DoublePointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.ExamplePartition;

/**
 * A copy of a DL4J network in double precision. Like the network itself it computes without regularisation, which DL4J
 * adds in its updater.
 *
 * <p>Only networks whose loss is a sum over examples have the gradients of single examples that the noise is made of,
 * and only where nothing is drawn at random do two evaluations differ by the parameters alone; so layers with batch
 * statistics, dropout and weight noise are refused.
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

    private final MultiLayerNetwork network;

    private NetworkGradient(MultiLayerNetwork network) {
        this.network = network;
    }

    /** The copy that a configuration describes; its own parameters are of no account. */
    static NetworkGradient of(MultiLayerConfiguration configuration) {
        MultiLayerConfiguration precise = configuration.clone();
        precise.setDataType(DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(precise);
        network.init();
        network.initGradientsView();
        return new NetworkGradient(network);
    }

    /** The first thing in a configuration for which there is no Hessian. */
    static Optional<String> obstacle(MultiLayerConfiguration configuration) {
        return configuration.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .flatMap(layer -> obstacle(layer).stream())
                .findFirst();
    }

    private static Optional<String> obstacle(Layer layer) {
        String name = layer.getClass().getSimpleName() + " " + layer.getLayerName();
        if (!LAYERS.contains(layer.getClass())) {
            return Optional.of("its layer " + name + " is not known to be a smooth function of single examples");
        }
        boolean noisy = layer instanceof BaseLayer base && base.getWeightNoise() != null;
        return layer.getIDropout() != null || noisy
                ? Optional.of("its layer " + name + " draws at random (dropout or weight noise)")
                : Optional.empty();
    }

    @Override
    public int parameterCount() {
        return Math.toIntExact(network.numParams());
    }

    @Override
    public void sumInto(double[] parameters, ExamplePartition examples, int[] rows, double[] target) {
        if (rows.length == 0) {
            Arrays.fill(target, 0);
            return;
        }
        memory(network.params()).put(parameters);
        network.setInput(features(examples, rows));
        network.setLabels(labels(examples, rows));
        network.computeGradientAndScore();
        memory(network.getFlattenedGradients()).get(target);
    }

    private static INDArray features(ExamplePartition examples, int[] rows) {
        int width = examples.featureCount();
        INDArray features = Nd4j.createUninitialized(DataType.DOUBLE, rows.length, width);
        double[] row = new double[width];
        DoublePointer memory = memory(features);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < width; j++) {
                row[j] = examples.features()[rows[i] * width + j];
            }
            memory.position((long) i * width).put(row);
        }
        return features;
    }

    private static INDArray labels(ExamplePartition examples, int[] rows) {
        INDArray labels = Nd4j.create(DataType.DOUBLE, rows.length, examples.classCount());
        for (int i = 0; i < rows.length; i++) {
            labels.putScalar(i, examples.label(rows[i]), 1);
        }
        return labels;
    }

    private static DoublePointer memory(INDArray array) {
        return new DoublePointer(array.data().addressPointer());
    }
}

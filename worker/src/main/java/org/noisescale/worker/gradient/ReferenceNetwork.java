package org.noisescale.worker.gradient;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The perceptron 784-512-256-10 by which training steps are measured and compared with other software.
 *
 * @param normalized whether BatchNormalization stands behind the first layer
 */
public record ReferenceNetwork(boolean normalized) implements Architecture {
    /** How many features an example has. */
    public static final int FEATURES = 784;

    /** How many classes there are. */
    public static final int CLASSES = 10;

    private static final long serialVersionUID = 1;
    private static final int FIRST = 512;
    private static final int SECOND = 256;

    @Override
    public InputShape input() {
        return InputShape.flat(FEATURES);
    }

    @Override
    public MultiLayerConfiguration configuration(long seed, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .weightInit(WeightInit.RELU)
                .list();
        layers.layer(new DenseLayer.Builder()
                .nIn(FEATURES)
                .nOut(FIRST)
                .activation(normalized ? Activation.IDENTITY : Activation.RELU)
                .build());
        if (normalized) {
            layers.layer(new BatchNormalization.Builder().nOut(FIRST).build());
            layers.layer(new ActivationLayer(Activation.RELU));
        }
        layers.layer(new DenseLayer.Builder()
                .nIn(FIRST)
                .nOut(SECOND)
                .activation(Activation.RELU)
                .build());
        return layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(SECOND)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }
}

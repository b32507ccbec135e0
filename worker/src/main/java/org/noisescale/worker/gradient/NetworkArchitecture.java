package org.noisescale.worker.gradient;

import java.io.Serializable;
import java.util.List;
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
 * A multilayer perceptron with He's initial weights for ReLU and its kin, Xavier's otherwise; without hidden layers it
 * is linear in the features.
 */
public record NetworkArchitecture(int featureCount, int outputCount, Hidden hidden, Output output)
        implements Architecture {
    private static final long serialVersionUID = 1;

    /** What DL4J takes for none; with 1 it draws a number for each input of each step, to keep them all. */
    private static final double NO_DROPOUT = 0;

    /** One with nothing between its layers. */
    public NetworkArchitecture(
            int featureCount, int outputCount, List<Integer> hidden, String activation, Output output) {
        this(featureCount, outputCount, new Hidden(hidden, activation, false, 0), output);
    }

    /**
     * The hidden layers.
     *
     * @param sizes their units, first to last
     * @param activation name of one of ND4J's activations
     * @param normalized whether BatchNormalization stands before each activation; its offset then is the layer's bias
     * @param dropout the probability with which a hidden unit is dropped at a step; in [0, 1)
     */
    public record Hidden(List<Integer> sizes, String activation, boolean normalized, double dropout)
            implements Serializable {
        private static final long serialVersionUID = 1;

        /** Makes the list immutable. */
        public Hidden {
            sizes = List.copyOf(sizes);
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout must be in [0, 1), was " + dropout);
            }
        }
    }

    @Override
    public InputShape input() {
        return InputShape.flat(featureCount);
    }

    @Override
    public MultiLayerConfiguration configuration(long seed, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder().seed(seed).updater(updater).list();
        Activation activation = Activation.fromString(hidden.activation());
        int inputs = featureCount;
        double retained = NO_DROPOUT;
        for (int size : hidden.sizes()) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(inputs)
                    .nOut(size)
                    .activation(hidden.normalized() ? Activation.IDENTITY : activation)
                    .weightInit(weightInit(activation))
                    .hasBias(!hidden.normalized())
                    .dropOut(retained)
                    .build());
            if (hidden.normalized()) {
                layers.layer(new BatchNormalization.Builder().nOut(size).build());
                layers.layer(new ActivationLayer(activation));
            }
            inputs = size;
            retained = hidden.dropout() == 0 ? NO_DROPOUT : 1 - hidden.dropout();
        }
        return layers.layer(outputLayer(inputs, retained)).build();
    }

    private OutputLayer outputLayer(int inputs, double retained) {
        boolean softmax = output == Output.SOFTMAX;
        return new OutputLayer.Builder(softmax ? LossFunctions.LossFunction.MCXENT : LossFunctions.LossFunction.MSE)
                .nIn(inputs)
                .nOut(outputCount)
                .activation(softmax ? Activation.SOFTMAX : Activation.IDENTITY)
                .weightInit(WeightInit.XAVIER)
                .dropOut(retained)
                .build();
    }

    private static WeightInit weightInit(Activation activation) {
        return switch (activation) {
            case RELU, ELU, GELU -> WeightInit.RELU;
            default -> WeightInit.XAVIER;
        };
    }

    /** The last layer with its loss. */
    public enum Output {
        /** Softmax with cross-entropy. */
        SOFTMAX,
        /** Linear with the squared error against the targets or the one-hot label, averaged over outputs. */
        LINEAR
    }
}

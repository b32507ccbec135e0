package org.noisescale.worker.gradient;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A multilayer perceptron; without hidden layers it is linear in the features.
 *
 * @param activation name of one of ND4J's activations, for the hidden layers
 */
public record NetworkArchitecture(
        int featureCount, int outputCount, List<Integer> hidden, String activation, Output output)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Makes the list immutable. */
    public NetworkArchitecture {
        hidden = List.copyOf(hidden);
    }

    /**
     * The network as DL4J configures it: He's initial weights for ReLU and its kin, Xavier's otherwise.
     *
     * @param updater is never used by us, for the server optimizes; DL4J's own {@code fit} would use it
     */
    public MultiLayerConfiguration configuration(long seed, IUpdater updater) {
        Activation hiddenActivation = Activation.fromString(activation);
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder().seed(seed).updater(updater).list();
        int inputs = featureCount;
        for (int size : hidden) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(inputs)
                    .nOut(size)
                    .activation(hiddenActivation)
                    .weightInit(weightInit(hiddenActivation))
                    .build());
            inputs = size;
        }
        boolean softmax = output == Output.SOFTMAX;
        layers.layer(
                new OutputLayer.Builder(softmax ? LossFunctions.LossFunction.MCXENT : LossFunctions.LossFunction.MSE)
                        .nIn(inputs)
                        .nOut(outputCount)
                        .activation(softmax ? Activation.SOFTMAX : Activation.IDENTITY)
                        .weightInit(WeightInit.XAVIER)
                        .build());
        return layers.build();
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

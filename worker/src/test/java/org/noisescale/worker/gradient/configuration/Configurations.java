package org.noisescale.worker.gradient.configuration;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small configurations: four features, a few units, three classes. */
final class Configurations {
    private Configurations() {}

    static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
    }

    static MultiLayerConfiguration layered(NeuralNetConfiguration.Builder builder, Layer... hidden) {
        NeuralNetConfiguration.ListBuilder layers = builder.list();
        for (Layer layer : hidden) {
            layers.layer(layer);
        }
        return layers.layer(output()).setInputType(InputType.feedForward(4)).build();
    }

    static ComputationGraphConfiguration branches(NeuralNetConfiguration.Builder builder, Layer left, Layer right) {
        return builder.graphBuilder()
                .addInputs("in")
                .addLayer("left", left, "in")
                .addLayer("left_b", right, "in")
                .addVertex("both", new MergeVertex(), "left", "left_b")
                .addLayer("out", output(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build();
    }

    static DenseLayer dense() {
        return new DenseLayer.Builder().nOut(5).build();
    }
}

package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

class SavedModelTest {
    private static final SamplingPlan SAMPLING = new SamplingPlan(7, false);

    @Test
    void loadsInPlainDl4jWithTheSameOutputsAndUpdaters() throws IOException {
        NetworkPlan plan = new NetworkPlan(
                NetworkConfiguration.of(builder()
                        .list()
                        .layer(new DenseLayer.Builder().nOut(5).build())
                        .layer(new BatchNormalization())
                        .layer(output())
                        .setInputType(InputType.feedForward(4))
                        .build()),
                InputShape.flat(4),
                SAMPLING);
        float[] parameters = changed(plan);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(written(plan, parameters), true);

        assertThat(restored.params().dup().data().asFloat()).isEqualTo(parameters);
        assertThat(restored.output(examples())).isEqualTo(outputs(plan, parameters));
        assertThat(restored.getLayer(0).conf().getLayer().getUpdaterByParam("W"))
                .isEqualTo(new Adam(0.02));
        assertThat(restored.getLayer(0).conf().getLayer().getRegularizationByParam("W"))
                .hasSize(1);
    }

    @Test
    void loadsGraphsAsWell() throws IOException {
        NetworkPlan plan = new NetworkPlan(
                NetworkConfiguration.of(builder()
                        .graphBuilder()
                        .addInputs("in")
                        .addLayer("one", new DenseLayer.Builder().nOut(5).build(), "in")
                        .addLayer("two", new DenseLayer.Builder().nOut(2).build(), "in")
                        .addVertex("both", new MergeVertex(), "two", "one")
                        .addLayer("out", output(), "both")
                        .setOutputs("out")
                        .setInputTypes(InputType.feedForward(4))
                        .build()),
                InputShape.flat(4),
                SAMPLING);
        float[] parameters = changed(plan);

        ComputationGraph restored = ModelSerializer.restoreComputationGraph(written(plan, parameters), true);

        assertThat(restored.outputSingle(examples())).isEqualTo(outputs(plan, parameters));
    }

    @Test
    void countsTheParametersOfTheBuiltInConvolutions() {
        ConvolutionalArchitecture lenet = new ConvolutionalArchitecture(
                new InputShape(List.of(1, 28, 28)), 10, ConvolutionalArchitecture.Size.LENET);
        ConvolutionalArchitecture large = new ConvolutionalArchitecture(
                new InputShape(List.of(3, 112, 112)), 100, ConvolutionalArchitecture.Size.LARGE);

        assertThat(length(lenet)).isEqualTo(431_080);
        assertThat(length(large)).isEqualTo(52_444_644);
    }

    private static int length(Architecture architecture) {
        return NetworkPlan.of(architecture, SAMPLING).newNetwork(DataType.FLOAT).segments().stream()
                .mapToInt(Segment::length)
                .sum();
    }

    private static ByteArrayInputStream written(NetworkPlan plan, float[] parameters) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SavedModel.write(plan, parameters, file);
        return new ByteArrayInputStream(file.toByteArray());
    }

    private static float[] changed(NetworkPlan plan) {
        float[] parameters = plan.initialModel().parameters().clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += 0.01f * (1 + i % 7);
        }
        return parameters;
    }

    private static INDArray outputs(NetworkPlan plan, float[] parameters) {
        Network network = plan.newNetwork(DataType.FLOAT);
        network.parameters().assign(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
        return network.output(examples());
    }

    private static INDArray examples() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.1, 12).reshape(3, 4);
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.02))
                .l2(0.1)
                .activation(Activation.TANH);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
    }
}

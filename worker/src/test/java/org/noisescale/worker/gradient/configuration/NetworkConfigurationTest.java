package org.noisescale.worker.gradient.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class NetworkConfigurationTest {
    @Test
    void tellsTheTwoKindsApart() {
        String layered =
                Configurations.layered(builder(), Configurations.dense()).toJson();
        String graph = Configurations.branches(builder(), Configurations.dense(), Configurations.dense())
                .toJson();

        assertThat(NetworkConfiguration.parse(layered).kind()).isEqualTo(NetworkConfiguration.Kind.LAYERED);
        assertThat(NetworkConfiguration.parse(graph).kind()).isEqualTo(NetworkConfiguration.Kind.GRAPH);
        assertThat(NetworkConfiguration.parse(graph).layers())
                .extracting(NamedLayer::name)
                .containsExactlyInAnyOrder("left", "left_b", "out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
            {"layers": 3}          | is not what MultiLayerConfiguration.toJson()
            {"confs": [            | is no configuration that this version of DL4J reads: Unexpected end-of-input
            {"confs": []}          | has no layers
            [1, 2]                 | is not what MultiLayerConfiguration.toJson()
            """)
    void refusesTextThatIsNoConfiguration(String json, String message) {
        assertThatThrownBy(() -> NetworkConfiguration.parse(json))
                .isInstanceOf(RefusedModelException.class)
                .hasMessageStartingWith(message);
    }

    static List<Arguments> refusedSettings() {
        return List.of(
                arguments(
                        Configurations.layered(
                                builder(),
                                new DenseLayer.Builder()
                                        .nOut(5)
                                        .constrainWeights(new MaxNormConstraint(1, 0))
                                        .build()),
                        "layer 0 (DenseLayer): constraints"),
                arguments(
                        Configurations.layered(
                                builder(),
                                new FrozenLayer(new DenseLayer.Builder()
                                        .nOut(5)
                                        .dropOut(new Dropout(new ExponentialSchedule(ScheduleType.EPOCH, 0.5, 0.9)))
                                        .build())),
                        "layer 0 (FrozenLayer): dropOut with a schedule"),
                arguments(
                        Configurations.layered(
                                builder(), new AutoEncoder.Builder().nOut(5).build()),
                        "layer 0 (AutoEncoder): is not supported: it is pretrained"));
    }

    static List<Arguments> refusedTrainings() {
        return List.of(
                arguments(Configurations.layered(builder().miniBatch(false)), "layer 0 (OutputLayer): miniBatch"),
                arguments(
                        Configurations.layered(builder().optimizationAlgo(OptimizationAlgorithm.LBFGS)),
                        "layer 0 (OutputLayer): optimizationAlgo LBFGS"),
                arguments(
                        builder()
                                .list()
                                .layer(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                        .nIn(4)
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build())
                                .build(),
                        "layer 0 (CenterLossOutputLayer): is not supported"),
                arguments(
                        builder()
                                .list()
                                .layer(new OutputLayer.Builder(new LossFMeasure())
                                        .nIn(4)
                                        .nOut(1)
                                        .activation(Activation.SIGMOID)
                                        .build())
                                .build(),
                        "layer 0 (OutputLayer): LossFMeasure"),
                arguments(
                        builder()
                                .list()
                                .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                                .build(),
                        "layer 0 (DenseLayer) must be an OutputLayer or LossLayer"),
                arguments(typed(DataType.DOUBLE), "dataType must be FLOAT, was DOUBLE"),
                arguments(truncated(), "backpropType TruncatedBPTT"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"refusedSettings", "refusedTrainings"})
    void refusesByNameWhatCannotBeHonoured(MultiLayerConfiguration layered, String message) {
        assertThatThrownBy(() -> NetworkConfiguration.parse(layered.toJson()))
                .isInstanceOf(RefusedModelException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesGraphsOfSeveralInputsByTheirNames() {
        ComputationGraphConfiguration graph = builder()
                .graphBuilder()
                .addInputs("image", "text")
                .addVertex("both", new MergeVertex(), "image", "text")
                .addLayer("out", Configurations.output(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4), InputType.feedForward(2))
                .build();

        assertThatThrownBy(() -> NetworkConfiguration.parse(graph.toJson()))
                .isInstanceOf(RefusedModelException.class)
                .hasMessage("networkInputs must name one vertex, named 2: image, text");
    }

    private static MultiLayerConfiguration typed(DataType type) {
        return Configurations.layered(builder().dataType(type), Configurations.dense());
    }

    private static MultiLayerConfiguration truncated() {
        MultiLayerConfiguration layered = Configurations.layered(builder(), Configurations.dense());
        layered.setBackpropType(BackpropType.TruncatedBPTT);
        return layered;
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder();
    }
}

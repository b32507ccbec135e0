package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.worker.batchnorm.SyncBatchNormalization;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;
import org.noisescale.worker.layer.DirectDenseLayer;

/** DL4J's own layers, in double precision, say what ours must compute in single precision. */
class LayerSubstitutionTest {
    private static final int CLASSES = 3;
    private static final double ROUNDING = 1e-6;
    private static final SamplingPlan SAMPLING = new SamplingPlan(5, false);

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"IDENTITY", "RELU", "RELU6", "LEAKYRELU", "TANH", "SIGMOID", "ELU", "SOFTPLUS", "GELU", "SWISH"})
    void keepsTheGradientOfDenseLayersOfEveryActivation(Activation activation) {
        NetworkConfiguration configuration = layered(4, dense(7, activation), dense(6, activation));

        assertSameAsInDoublePrecision(configuration, InputShape.flat(4));
    }

    @Test
    void keepsTheGradientOfDenseLayersWithoutBias() {
        DenseLayer layer = new DenseLayer.Builder().nOut(7).hasBias(false).build();

        assertSameAsInDoublePrecision(layered(4, layer, dense(6, Activation.TANH)), InputShape.flat(4));
    }

    static Stream<Arguments> normalizations() {
        return Stream.of(
                Arguments.of("usual", new BatchNormalization.Builder()),
                Arguments.of("variance itself", new BatchNormalization.Builder().useLogStd(false)),
                Arguments.of(
                        "other decay",
                        new BatchNormalization.Builder().decay(0.5).eps(0.1)),
                Arguments.of("fixed scale", new BatchNormalization.Builder().lockGammaBeta(true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("normalizations")
    void keepsTheGradientOfNormalizedFeatures(String name, BatchNormalization.Builder normalization) {
        NetworkConfiguration configuration =
                layered(4, dense(7, Activation.IDENTITY), normalization.build(), new ActivationLayer(Activation.RELU));

        assertSameAsInDoublePrecision(configuration, InputShape.flat(4));
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void keepsTheGradientOfNormalizedImages(CNN2DFormat format) {
        NetworkConfiguration configuration = layered(
                InputType.convolutional(5, 6, 2, format),
                new ConvolutionLayer.Builder(3, 3).nOut(4).dataFormat(format).build(),
                new BatchNormalization.Builder().dataFormat(format).build(),
                new ActivationLayer(Activation.RELU),
                new GlobalPoolingLayer());
        List<Integer> shape = format == CNN2DFormat.NCHW ? List.of(2, 5, 6) : List.of(5, 6, 2);

        assertSameAsInDoublePrecision(configuration, new InputShape(shape));
    }

    @Test
    void keepsTheGradientOfAGraphWithBranches() {
        ComputationGraphConfiguration graph = builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", dense(7, Activation.RELU), "in")
                .addLayer("normal", new BatchNormalization(), "left")
                .addLayer("right", dense(5, Activation.TANH), "in")
                .addVertex("both", new MergeVertex(), "normal", "right")
                .addLayer("joint", dense(6, Activation.RELU), "both")
                .addLayer("out", output(), "joint")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4))
                .build();

        assertSameAsInDoublePrecision(NetworkConfiguration.of(graph), InputShape.flat(4));
    }

    @Test
    void keepsWhatDropoutDraws() {
        NetworkConfiguration configuration = layered(
                8,
                new DenseLayer.Builder()
                        .nOut(30)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build(),
                new DenseLayer.Builder()
                        .nOut(20)
                        .activation(Activation.RELU)
                        .dropOut(0.5)
                        .build());
        Network ours = plan(configuration, InputShape.flat(8)).newNetwork(DataType.FLOAT);
        MultiLayerNetwork model = new MultiLayerNetwork(configuration.strippedLayered(5, DataType.FLOAT));
        model.init();
        Network theirs = new LayeredNetwork(model, InputShape.flat(8));
        Batch batch = Batch.random(new Random(1), 9, 8);

        Nd4j.getRandom().setSeed(77);
        double ourLoss = ours.computeGradient(batch.features(DataType.FLOAT), batch.labels(DataType.FLOAT));
        Nd4j.getRandom().setSeed(77);
        double theirLoss = theirs.computeGradient(batch.features(DataType.FLOAT), batch.labels(DataType.FLOAT));

        assertThat(ourLoss / theirLoss - 1).isBetween(-ROUNDING, ROUNDING);
        assertClose(ours.gradient(), theirs.gradient());
    }

    @Test
    void takesTheLayersThatItIsMadeFor() {
        NetworkConfiguration configuration = layered(4, dense(7, Activation.RELU), new BatchNormalization());

        Network network = plan(configuration, InputShape.flat(4)).newNetwork(DataType.FLOAT);

        assertThat(((LayeredNetwork) network).model().getLayers())
                .hasAtLeastOneElementOfType(DirectDenseLayer.class)
                .hasAtLeastOneElementOfType(SyncBatchNormalization.class);
    }

    @Test
    void leavesAloneWhatItDoesNotKnow() {
        DenseLayer withNorm =
                new DenseLayer.Builder().nOut(7).hasLayerNorm(true).build();
        BatchNormalization half =
                new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).build();
        NetworkConfiguration configuration = layered(4, withNorm, half);

        Network network = plan(configuration, InputShape.flat(4)).newNetwork(DataType.FLOAT);

        assertThat(((LayeredNetwork) network).model().getLayers())
                .doesNotHaveAnyElementsOfTypes(DirectDenseLayer.class, SyncBatchNormalization.class);
    }

    /** Of several sizes and one after the other, since layers remember. */
    private static void assertSameAsInDoublePrecision(NetworkConfiguration configuration, InputShape input) {
        NetworkPlan plan = plan(configuration, input);
        Network ours = plan.newNetwork(DataType.FLOAT);
        Network reference = plan.newNetwork(DataType.DOUBLE);
        Random random = new Random(3);
        for (int size : new int[] {8, 5, 8, 30}) {
            ours.parameters()
                    .addi(Nd4j.randn(DataType.FLOAT, ours.parameters().shape()).muli(0.05));
            reference.parameters().assign(ours.parameters().castTo(DataType.DOUBLE));
            Batch batch = Batch.random(random, size, Math.toIntExact(input.featureCount()));

            double ourLoss = ours.computeGradient(batch.features(DataType.FLOAT), batch.labels(DataType.FLOAT));
            double loss = reference.computeGradient(batch.features(DataType.DOUBLE), batch.labels(DataType.DOUBLE));

            assertThat(ourLoss / loss - 1).isBetween(-ROUNDING, ROUNDING);
            assertClose(ours.gradient(), reference.gradient());
            assertClose(ours.output(batch.features(DataType.FLOAT)), reference.output(batch.features(DataType.DOUBLE)));
        }
    }

    private static void assertClose(INDArray ours, INDArray reference) {
        INDArray difference = ours.castTo(DataType.DOUBLE).sub(reference.castTo(DataType.DOUBLE));
        double relative = difference.norm2Number().doubleValue()
                / reference.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        assertThat(relative).isLessThan(ROUNDING);
    }

    /** Some examples and their classes. */
    private record Batch(INDArray features, INDArray labels) {
        static Batch random(Random random, int size, int features) {
            INDArray values = Nd4j.create(DataType.DOUBLE, size, features);
            INDArray labels = Nd4j.zeros(DataType.DOUBLE, size, CLASSES);
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < features; column++) {
                    values.putScalar(row, column, (float) random.nextGaussian());
                }
                labels.putScalar(row, random.nextInt(CLASSES), 1);
            }
            return new Batch(values, labels);
        }

        INDArray features(DataType type) {
            return features.castTo(type).dup('c');
        }

        INDArray labels(DataType type) {
            return labels.castTo(type).dup('c');
        }
    }

    private static NetworkPlan plan(NetworkConfiguration configuration, InputShape input) {
        return new NetworkPlan(configuration, input, SAMPLING);
    }

    private static NetworkConfiguration layered(int features, Layer... hidden) {
        return layered(InputType.feedForward(features), hidden);
    }

    private static NetworkConfiguration layered(InputType input, Layer... hidden) {
        NeuralNetConfiguration.ListBuilder layers = builder().list();
        for (Layer layer : hidden) {
            layers.layer(layer);
        }
        MultiLayerConfiguration configuration =
                layers.layer(output()).setInputType(input).build();
        return NetworkConfiguration.of(configuration);
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder().seed(1).updater(new NoOp());
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build();
    }
}

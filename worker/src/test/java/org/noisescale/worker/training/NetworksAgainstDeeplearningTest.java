package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.gradient.configuration.ConfiguredOptimizer;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/** Any network, with the running statistics of its BatchNormalization: DL4J's own {@code fit} says what it becomes. */
class NetworksAgainstDeeplearningTest {
    private static final int BATCH = 32;
    private static final int STEPS = 50;
    private static final long SEED = 11;
    private static final double ROUNDING = 1e-6;
    private static final InputShape FLAT = InputShape.flat(196);
    private static final InputShape IMAGE = new InputShape(List.of(1, 14, 14));

    static List<Arguments> networks() {
        return List.of(
                Arguments.of("perceptron with BatchNormalization", normalized(false), FLAT),
                Arguments.of("the same keeping the logarithm of the deviation", normalized(true), FLAT),
                Arguments.of("convolutions", convolutions(InputType.convolutionalFlat(14, 14, 1)), FLAT),
                Arguments.of("convolutions on images", convolutions(InputType.convolutional(14, 14, 1)), IMAGE),
                Arguments.of("graph with two branches", branches(), FLAT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void fiftyStepsOfOneWorkerEqualDeeplearningsFit(String name, NetworkConfiguration network, InputShape input)
            throws InterruptedException {
        ExamplePartition examples = DeeplearningFit.coarseStrokes(0, 300);
        NetworkPlan plan = new NetworkPlan(network, input, new SamplingPlan(SEED, false));
        LocalRun.Division alone = new LocalRun.Division(1, 1, new BatchShares(BATCH, 1));

        LocalRun run = LocalRun.of(
                plan,
                OptimizerPlan.of(new UpdateRule.Sgd(), 0.05),
                alone,
                STEPS,
                List.of(examples),
                List.of(DeeplearningFit.coarseStrokes(300, 100)));
        float[] expected = new DeeplearningFit(SEED, examples, BATCH, STEPS).parameters(network, input);

        assertThat(DeeplearningFit.distance(run.parameters(), expected)).isLessThan(1e-5);
        assertThat(DeeplearningFit.distance(plan.initialModel().parameters(), expected))
                .isGreaterThan(1e-2);
        for (Segment segment : plan.initialModel().layout().segments()) {
            assertSame(segment, part(run.parameters(), segment), part(expected, segment));
        }
    }

    /** What is before a normalisation has no gradient: its bias stays at zero but for rounding, ours and DL4J's. */
    private static void assertSame(Segment segment, float[] ours, float[] expected) {
        if (segment.name().equals("0_b") && largest(expected) < ROUNDING) {
            assertThat(largest(ours)).as(segment.name()).isLessThan(ROUNDING);
        } else {
            assertThat(DeeplearningFit.distance(ours, expected))
                    .as(segment.name())
                    .isLessThan(1e-5);
        }
    }

    private static double largest(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElse(0);
    }

    /**
     * Nadam's second moment is uncorrected: its first step is η·1.9/√.001, 60 times the rate. At Adam's rate that is a
     * jump into chaos, which magnifies ND4J's rounding of β₂ to a float (1 − .999f = .00100004673).
     */
    static List<Arguments> updaters() {
        ISchedule falling = new ExponentialSchedule(ScheduleType.ITERATION, 0.005, 0.97);
        return List.of(
                Arguments.of("Adam with a schedule, L2 and clipping by layer", clipped(new Adam(falling))),
                Arguments.of("AMSGrad", clipped(new AMSGrad(0.005))),
                Arguments.of("Nesterovs", clipped(new Nesterovs(0.02, 0.9))),
                Arguments.of("AdaGrad", clipped(new AdaGrad(0.02))),
                Arguments.of("RmsProp", clipped(new RmsProp(0.002))),
                Arguments.of("Nadam", clipped(new Nadam(0.0002))),
                Arguments.of("settings that differ from layer to layer", different()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updaters")
    void fiftyStepsByAConfigurationsOwnUpdatersEqualDeeplearningsFit(String name, NetworkConfiguration network)
            throws InterruptedException {
        ExamplePartition examples = DeeplearningFit.coarseStrokes(0, 300);
        NetworkPlan plan = new NetworkPlan(network, FLAT, new SamplingPlan(SEED, false));
        OptimizerPlan optimizer = ConfiguredOptimizer.of(
                network, plan.initialModel().layout(), new ConfiguredOptimizer.Duration(STEPS, BATCH, 300));
        LocalRun.Division alone = new LocalRun.Division(1, 2, new BatchShares(BATCH, 1));

        LocalRun run = LocalRun.of(plan, optimizer, alone, STEPS, List.of(examples), List.of(examples));
        float[] expected = new DeeplearningFit(SEED, examples, BATCH, STEPS).parameters(network, FLAT);

        assertThat(DeeplearningFit.distance(run.parameters(), expected)).isLessThan(1e-5);
        assertThat(DeeplearningFit.distance(plan.initialModel().parameters(), expected))
                .isGreaterThan(1e-2);
    }

    @Test
    void fiftyStepsWithTheWholeGradientClippedEqualDeeplearningsFit() throws InterruptedException {
        ExamplePartition examples = DeeplearningFit.coarseStrokes(0, 300);
        NetworkConfiguration network = NetworkConfiguration.of(builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(16).build())
                .layer(output())
                .setInputType(InputType.feedForward(196))
                .build());
        NetworkPlan plan = new NetworkPlan(network, FLAT, new SamplingPlan(SEED, false));
        OptimizerPlan optimizer = new OptimizerPlan(
                OptimizerPlan.of(new UpdateRule.Sgd(), 0.05).segments(),
                new Clipping.ByGlobalNorm(0.6),
                new Averaging.None());
        LocalRun.Division alone = new LocalRun.Division(1, 2, new BatchShares(BATCH, 1));
        DeeplearningClipping clipping = new DeeplearningClipping(0.6);

        LocalRun run = LocalRun.of(plan, optimizer, alone, STEPS, List.of(examples), List.of(examples));
        float[] expected = new DeeplearningFit(SEED, examples, BATCH, STEPS).parameters(network, FLAT, clipping);

        assertThat(clipping.shortened()).isBetween(5, STEPS - 5);
        assertThat(DeeplearningFit.distance(run.parameters(), expected)).isLessThan(1e-5);
    }

    /**
     * The layer before BatchNormalization has no bias: its gradient would be 0 but for rounding, which Adam and its kin
     * make as large as any other.
     */
    private static NetworkConfiguration clipped(IUpdater updater) {
        return NetworkConfiguration.of(builder()
                .updater(updater)
                .l2(0.01)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.5)
                .list()
                .layer(new DenseLayer.Builder().nOut(16).hasBias(false).build())
                .layer(new BatchNormalization.Builder()
                        .gradientNormalization(GradientNormalization.None)
                        .build())
                .layer(output())
                .setInputType(InputType.feedForward(196))
                .build());
    }

    private static NetworkConfiguration different() {
        return NetworkConfiguration.of(builder()
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new FrozenLayer(new DenseLayer.Builder()
                        .nIn(196)
                        .nOut(30)
                        .activation(Activation.RELU)
                        .build()))
                .layer(new DenseLayer.Builder()
                        .nOut(16)
                        .updater(new Sgd(0.05))
                        .biasUpdater(new Adam(0.01))
                        .l1(0.001)
                        .l2Bias(0.01)
                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                        .gradientNormalizationThreshold(0.01)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(12)
                        .updater(new Nesterovs(0.02, 0.9))
                        .weightDecay(0.01)
                        .gradientNormalization(GradientNormalization.RenormalizeL2PerParamType)
                        .build())
                .layer(output())
                .setInputType(InputType.feedForward(196))
                .build());
    }

    private static float[] part(float[] parameters, Segment segment) {
        return Arrays.copyOfRange(parameters, segment.offset(), segment.end());
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(new Sgd(0.05))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(10)
                .build();
    }

    private static NetworkConfiguration normalized(boolean logarithm) {
        return NetworkConfiguration.of(builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(20)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder().useLogStd(logarithm).build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(output())
                .setInputType(InputType.feedForward(196))
                .build());
    }

    private static NetworkConfiguration convolutions(InputType input) {
        return NetworkConfiguration.of(builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder().build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(6).build())
                .layer(new SubsamplingLayer.Builder().build())
                .layer(output())
                .setInputType(input)
                .build());
    }

    private static NetworkConfiguration branches() {
        return NetworkConfiguration.of(builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("wide", new DenseLayer.Builder().nOut(12).build(), "in")
                .addLayer("narrow", new DenseLayer.Builder().nOut(6).build(), "in")
                .addLayer("norm", new BatchNormalization(), "narrow")
                .addLayer("deep", new DenseLayer.Builder().nOut(12).build(), "norm")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "wide", "deep")
                .addVertex("both", new MergeVertex(), "sum", "narrow")
                .addLayer("out", output(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(196))
                .build());
    }
}

package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.protocol.ClassTally;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;
import org.noisescale.worker.dataset.ReshuffledSampler;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;

/**
 * Regression and weighted classes: DL4J's own {@code fit} and its own evaluations are the independent implementation.
 */
class TasksAgainstDeeplearningTest {
    private static final int EXAMPLES = 600;
    private static final int FEATURES = 4;
    private static final int OUTPUTS = 3;
    private static final int BATCH = 32;
    private static final int STEPS = 50;
    private static final long SEED = 13;
    private static final double LEARNING_RATE = 0.1;
    private static final List<Double> WEIGHTS = List.of(0.25, 1.0, 3.0);
    private static final OptimizerPlan SGD = OptimizerPlan.of(new UpdateRule.Sgd(), LEARNING_RATE);

    private final float[] features = new float[EXAMPLES * FEATURES];
    private final float[] targets = new float[EXAMPLES * OUTPUTS];
    private final int[] classes = new int[EXAMPLES];

    TasksAgainstDeeplearningTest() {
        SplittableRandom random = new SplittableRandom(21);
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < FEATURES; j++) {
                features[i * FEATURES + j] = (float) random.nextGaussian();
            }
            for (int j = 0; j < OUTPUTS; j++) {
                double signal = features[i * FEATURES + j] - 0.5 * features[i * FEATURES + 3] + j;
                targets[i * OUTPUTS + j] = (float) (signal + 0.3 * random.nextGaussian());
            }
            double score = features[i * FEATURES] + 0.7 * random.nextGaussian();
            classes[i] = score > 1.2 ? 2 : score > 0.7 ? 1 : 0;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12})
    void fiftyStepsOfRegressionEqualDeeplearningsFitAndItsEvaluation(int hidden) throws InterruptedException {
        ExamplePartition examples = partition(new LabelType.Targets(OUTPUTS), Labels.ofTargets(OUTPUTS, targets));
        NetworkArchitecture architecture = architecture(hidden, Output.LINEAR);
        MultiLayerNetwork network = fit(architecture.configuration(SEED, new Sgd(LEARNING_RATE)), examples);

        LocalRun run = run(NetworkPlan.of(architecture, new SamplingPlan(SEED, false)), examples);

        assertThat(distance(run.parameters(), parameters(network))).isLessThan(1e-5);
        RegressionEvaluation theirs = new RegressionEvaluation(OUTPUTS);
        theirs.eval(all(examples)[1], network.output(all(examples)[0]));
        EvaluationSum ours = run.evaluations().get(0);
        assertThat(ours.lossSum() / EXAMPLES).isCloseTo(theirs.averageMeanSquaredError(), within(1e-5));
        assertThat(ours.targets().orElseThrow().determination().orElseThrow())
                .isCloseTo(theirs.averageRSquared(), within(1e-5));
        assertThat(ours.targets().orElseThrow().meanAbsoluteError())
                .isCloseTo(theirs.averageMeanAbsoluteError(), within(1e-5));
        assertThat(ours.correct()).isEqualTo(EvaluationSum.NO_CLASSES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12})
    void fiftyStepsWithClassWeightsEqualDeeplearningsFitWithItsWeightedLoss(int hidden) throws InterruptedException {
        ExamplePartition examples = partition(new LabelType.Classes(OUTPUTS), Labels.ofClasses(classes));
        NetworkArchitecture architecture = architecture(hidden, Output.SOFTMAX);
        NetworkPlan plan = NetworkPlan.of(architecture, new SamplingPlan(SEED, false));
        MultiLayerConfiguration configuration = architecture.configuration(SEED, new Sgd(LEARNING_RATE));
        BaseOutputLayer last = (BaseOutputLayer)
                configuration.getConf(configuration.getConfs().size() - 1).getLayer();
        last.setLossFn(new LossMCXENT(Nd4j.create(new double[] {0.25, 1, 3}, new long[] {1, 3})));
        MultiLayerNetwork network = fit(configuration, examples);

        LocalRun weighted = run(plan.withClassWeights(WEIGHTS), examples);
        LocalRun plain = run(plan, examples);

        assertThat(distance(weighted.parameters(), parameters(network))).isLessThan(1e-5);
        assertThat(distance(plain.parameters(), parameters(network))).isGreaterThan(1e-2);
        assertThat(weighted.evaluations().get(0).lossSum() / EXAMPLES)
                .as("the evaluated loss is the weighted one")
                .isCloseTo(network.score(new DataSet(all(examples)[0], all(examples)[1])), within(1e-5));
        assertThat(weighted.evaluations().get(0).classes().orElseThrow().correct(2))
                .as("the rare class gains from its weight")
                .isGreaterThan(
                        plain.evaluations().get(0).classes().orElseThrow().correct(2));
    }

    @Test
    void theConfusionMatrixAndTheRecallAreDeeplearnings() throws InterruptedException {
        ExamplePartition examples = partition(new LabelType.Classes(OUTPUTS), Labels.ofClasses(classes));
        NetworkArchitecture architecture = architecture(12, Output.SOFTMAX);
        MultiLayerNetwork network = fit(architecture.configuration(SEED, new Sgd(LEARNING_RATE)), examples);
        Evaluation theirs = new Evaluation(OUTPUTS);
        theirs.eval(all(examples)[1], network.output(all(examples)[0]));

        LocalRun run = run(NetworkPlan.of(architecture, new SamplingPlan(SEED, false)), examples);

        ClassTally ours = run.evaluations().get(0).classes().orElseThrow();
        for (int actual = 0; actual < OUTPUTS; actual++) {
            for (int predicted = 0; predicted < OUTPUTS; predicted++) {
                assertThat(ours.count(actual, predicted))
                        .isEqualTo(theirs.getConfusionMatrix().getCount(actual, predicted));
            }
            assertThat((double) ours.correct(actual) / ours.examples(actual))
                    .isCloseTo(theirs.recall(actual), within(1e-12));
        }
    }

    private static LocalRun run(NetworkPlan plan, ExamplePartition examples) throws InterruptedException {
        LocalRun.Division alone = new LocalRun.Division(1, 1, new BatchShares(BATCH, 1));
        return LocalRun.of(plan, SGD, alone, STEPS, List.of(examples), List.of(examples));
    }

    private static NetworkArchitecture architecture(int hidden, Output output) {
        return new NetworkArchitecture(FEATURES, OUTPUTS, hidden == 0 ? List.of() : List.of(hidden), "tanh", output);
    }

    private ExamplePartition partition(LabelType type, Labels labels) {
        return new ExamplePartition(
                FEATURES, type, features, labels, LongStream.range(0, EXAMPLES).toArray());
    }

    private static MultiLayerNetwork fit(MultiLayerConfiguration configuration, ExamplePartition examples) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        ReshuffledSampler sampler = new ReshuffledSampler(SEED, 0, EXAMPLES, BATCH);
        int[] positions = new int[BATCH];
        for (int step = 0; step < STEPS; step++) {
            sampler.drawInto(step, positions);
            INDArray[] batch = arrays(examples, positions);
            network.fit(batch[0], batch[1]);
        }
        return network;
    }

    private static INDArray[] all(ExamplePartition examples) {
        return arrays(examples, IntStream.range(0, EXAMPLES).toArray());
    }

    private static INDArray[] arrays(ExamplePartition examples, int[] positions) {
        INDArray inputs = Nd4j.create(positions.length, FEATURES);
        INDArray outputs = Nd4j.create(positions.length, OUTPUTS);
        for (int row = 0; row < positions.length; row++) {
            for (int i = 0; i < FEATURES; i++) {
                inputs.putScalar(row, i, examples.features()[positions[row] * FEATURES + i]);
            }
            if (examples.labels().areClasses()) {
                outputs.putScalar(row, examples.label(positions[row]), 1);
            } else {
                for (int i = 0; i < OUTPUTS; i++) {
                    outputs.putScalar(row, i, examples.labels().valueAt(positions[row], i));
                }
            }
        }
        return new INDArray[] {inputs, outputs};
    }

    private static float[] parameters(MultiLayerNetwork network) {
        return network.params().dup().data().asFloat();
    }

    /** Relative to the length of {@code right}. */
    private static double distance(float[] left, float[] right) {
        double sum = 0;
        double norm = 0;
        for (int i = 0; i < left.length; i++) {
            double difference = (double) left[i] - right[i];
            sum += difference * difference;
            norm += (double) right[i] * right[i];
        }
        return Math.sqrt(sum / norm);
    }
}

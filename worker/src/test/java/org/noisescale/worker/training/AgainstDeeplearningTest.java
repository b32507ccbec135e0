package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.worker.dataset.BatchSampler;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.ReshuffledSampler;
import org.noisescale.worker.dataset.strokes.Strokes;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;

/** DL4J's own {@code fit} is the independent implementation that a run with one worker must agree with. */
class AgainstDeeplearningTest {
    private static final int EXAMPLES = 500;
    private static final int BATCH = 32;
    private static final int STEPS = 50;
    private static final long SEED = 11;

    static List<Arguments> cases() {
        return List.of(
                Arguments.of(List.of(), Output.SOFTMAX, OptimizerPlan.of(new UpdateRule.Sgd(), 0.1), new Sgd(0.1)),
                Arguments.of(List.of(20), Output.SOFTMAX, OptimizerPlan.of(new UpdateRule.Sgd(), 0.1), new Sgd(0.1)),
                Arguments.of(
                        List.of(20, 15), Output.LINEAR, OptimizerPlan.of(new UpdateRule.Sgd(), 0.05), new Sgd(0.05)),
                Arguments.of(
                        List.of(20),
                        Output.SOFTMAX,
                        OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 1e-3),
                        new Adam(1e-3, 0.9, 0.999, 1e-8)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fiftyStepsOfOneWorkerEqualDeeplearningsFitOnTheSameBatches(
            List<Integer> hidden, Output output, OptimizerPlan optimizer, IUpdater updater)
            throws InterruptedException {
        ExamplePartition examples = strokes();
        NetworkArchitecture architecture =
                new NetworkArchitecture(Strokes.FEATURE_COUNT, Strokes.CLASS_COUNT, hidden, "relu", output);
        NetworkPlan plan = NetworkPlan.of(architecture, new SamplingPlan(SEED, false));
        LocalRun.Division alone = new LocalRun.Division(1, 1, new BatchShares(BATCH, 1));

        LocalRun run = LocalRun.of(plan, optimizer, alone, STEPS, List.of(examples), List.of(examples));
        float[] expected = fit(architecture, updater, examples);

        assertThat(distance(run.parameters(), expected) / norm(expected)).isLessThan(1e-5);
        assertThat(distance(expected, plan.initialModel().parameters()) / norm(expected))
                .as("training moved the parameters")
                .isGreaterThan(1e-2);
        assertThat(run.steps()).hasSize(STEPS);
        assertThat(run.failures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reportsTheLossesThatDeeplearningReports(
            List<Integer> hidden, Output output, OptimizerPlan optimizer, IUpdater updater)
            throws InterruptedException {
        ExamplePartition examples = strokes();
        NetworkArchitecture architecture =
                new NetworkArchitecture(Strokes.FEATURE_COUNT, Strokes.CLASS_COUNT, hidden, "relu", output);
        NetworkPlan plan = NetworkPlan.of(architecture, new SamplingPlan(SEED, false));
        LocalRun.Division alone = new LocalRun.Division(1, 1, new BatchShares(BATCH, 1));

        LocalRun run = LocalRun.of(plan, optimizer, alone, 3, List.of(examples), List.of(examples));

        MultiLayerNetwork network = new MultiLayerNetwork(architecture.configuration(SEED, updater));
        network.init();
        for (int step = 0; step < 3; step++) {
            INDArray[] batch = batch(examples, step);
            network.fit(batch[0], batch[1]);
            assertThat(run.steps().get(step).loss()).isCloseTo(network.score(), within(1e-5));
        }
        assertThat(run.evaluations()).hasSize(1);
        assertThat(run.evaluations().get(0).lossSum() / EXAMPLES)
                .isCloseTo(network.score(new DataSet(all(examples)[0], all(examples)[1])), within(1e-4));
    }

    private static float[] fit(NetworkArchitecture architecture, IUpdater updater, ExamplePartition examples) {
        MultiLayerNetwork network = new MultiLayerNetwork(architecture.configuration(SEED, updater));
        network.init();
        for (int step = 0; step < STEPS; step++) {
            INDArray[] batch = batch(examples, step);
            network.fit(batch[0], batch[1]);
        }
        return network.params().dup().data().asFloat();
    }

    private static INDArray[] batch(ExamplePartition examples, int step) {
        BatchSampler sampler = new ReshuffledSampler(SEED, 0, EXAMPLES, BATCH);
        int[] positions = new int[BATCH];
        sampler.drawInto(step, positions);
        return arrays(examples, positions);
    }

    private static INDArray[] all(ExamplePartition examples) {
        return arrays(examples, IntStream.range(0, EXAMPLES).toArray());
    }

    private static INDArray[] arrays(ExamplePartition examples, int[] positions) {
        INDArray features = Nd4j.create(positions.length, Strokes.FEATURE_COUNT);
        INDArray labels = Nd4j.create(positions.length, Strokes.CLASS_COUNT);
        for (int row = 0; row < positions.length; row++) {
            for (int i = 0; i < Strokes.FEATURE_COUNT; i++) {
                features.putScalar(row, i, examples.features()[positions[row] * Strokes.FEATURE_COUNT + i]);
            }
            labels.putScalar(row, examples.label(positions[row]), 1);
        }
        return new INDArray[] {features, labels};
    }

    private static ExamplePartition strokes() {
        Strokes strokes = new Strokes(3);
        float[] features = new float[EXAMPLES * Strokes.FEATURE_COUNT];
        for (int i = 0; i < EXAMPLES; i++) {
            strokes.drawInto(i, features, i * Strokes.FEATURE_COUNT);
        }
        return new ExamplePartition(
                Strokes.FEATURE_COUNT,
                Strokes.CLASS_COUNT,
                features,
                IntStream.range(0, EXAMPLES).map(strokes::label).toArray(),
                LongStream.range(0, EXAMPLES).toArray());
    }

    private static double norm(float[] values) {
        return distance(values, new float[values.length]);
    }

    private static double distance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            double difference = (double) left[i] - right[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}

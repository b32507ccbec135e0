package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** Averages of the parameters against their definition in double, statistics included. */
final class AveragingTest {
    private static final int LENGTH = 120;
    private static final ChunkPlan CHUNKS = new ChunkPlan(Layouts.ofLengths(List.of(50, 10, 60)));
    private static final OptimizerPlan ADAM = OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.05);

    private final List<float[]> path = new ArrayList<>(List.of(new float[LENGTH]));

    private static OptimizerPlan averaged(Averaging averaging) {
        return new OptimizerPlan(ADAM.segments(), new Clipping.None(), averaging);
    }

    /** Trains for some steps and writes down the parameters after each. */
    private Cluster train(OptimizerPlan plan, int workers, int shards, int steps) {
        Cluster cluster = new Cluster(CHUNKS, 3, workers, shards, plan);
        Random random = new Random(1);
        for (int step = 0; step < steps; step++) {
            float[][] gradients = new float[3][LENGTH];
            for (float[] gradient : gradients) {
                for (int i = 0; i < LENGTH; i++) {
                    gradient[i] = (float) (random.nextGaussian() + 0.3);
                }
            }
            cluster.pushes(step, gradients, new long[] {1, 2, 3}).forEach(cluster::offer);
            path.add(cluster.parameters());
        }
        return cluster;
    }

    private static void agrees(float[] average, double[] expected) {
        for (int i = 0; i < LENGTH; i++) {
            assertThat((double) average[i]).isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
        }
    }

    @Test
    void theExponentialAverageStartsAtTheInitialParameters() {
        Cluster cluster = train(averaged(new Averaging.Exponential(0.9)), 2, 3, 200);
        double[] expected = new double[LENGTH];
        for (float[] parameters : path.subList(1, path.size())) {
            Arrays.setAll(expected, i -> 0.9 * expected[i] + 0.1 * parameters[i]);
        }

        agrees(cluster.average(), expected);
    }

    @Test
    void polyaksAverageIsTheMeanFromItsStepOn() {
        Cluster cluster = train(averaged(new Averaging.Polyak(41)), 2, 3, 200);
        double[] expected = new double[LENGTH];
        for (float[] parameters : path.subList(41, 201)) {
            Arrays.setAll(expected, i -> expected[i] + parameters[i] / 160.0);
        }

        agrees(cluster.average(), expected);
    }

    @Test
    void polyaksAverageIsTheLastParametersBeforeItsStep() {
        Cluster cluster = train(averaged(new Averaging.Polyak(100)), 1, 1, 99);

        assertThat(cluster.average()).isEqualTo(cluster.parameters());
    }

    @Test
    void trainingDoesNotSeeTheAverage() {
        Cluster plain = train(ADAM, 1, 1, 50);
        Cluster cluster = train(averaged(new Averaging.Exponential(0.99)), 1, 1, 50);

        assertThat(cluster.parameters()).isEqualTo(plain.parameters());
        assertThat(cluster.average()).isNotEqualTo(plain.parameters());
        assertThat(plain.average()).isEqualTo(plain.parameters());
    }

    @Test
    void theAverageHasTheSameBitsForAnyNumberOfWorkersAndShards() {
        OptimizerPlan plan = averaged(new Averaging.Exponential(0.97));
        float[] average = train(plan, 1, 1, 50).average();

        assertThat(train(plan, 3, 5, 50).average()).isEqualTo(average);
        assertThat(train(plan, 2, 2, 50).average()).isEqualTo(average);
    }

    /** A gradient that ends lets Adam's parameters stand still; the average then comes to rest as well. */
    @Test
    void theAverageNeverIsSubnormal() {
        OptimizerPlan plan = new OptimizerPlan(
                OptimizerPlan.of(new UpdateRule.Sgd(), 1).segments(),
                new Clipping.None(),
                new Averaging.Exponential(0.5));
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 1, plan);
        float[] gradient = new float[LENGTH];
        for (int step = 0; step < 400; step++) {
            Arrays.fill(gradient, step == 0 ? 1 : step == 1 ? -1 : 0);
            cluster.pushes(step, new float[][] {gradient}, new long[] {1}).forEach(cluster::offer);

            for (float value : cluster.average()) {
                assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL).isTrue();
            }
        }
    }
}

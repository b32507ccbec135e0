package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.StationarityIdentity;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** With what shards really measure; the second of three segments holds statistics. */
final class StationarityIdentityTest {
    private static final int LENGTH = 5000;
    private static final ChunkPlan CHUNKS = new ChunkPlan(Layouts.ofLengths(List.of(2000, 500, 2500)));

    private final Random random = new Random(1);

    static Stream<Arguments> optimizers() {
        SegmentPlan lamb = new SegmentPlan(
                new UpdateRule.Lamb(0.9, 0.99, 1e-6),
                new LearningRateSchedule.Constant(0.1),
                new Regularization(0.001, 0.01, 0.1));
        return Stream.of(
                arguments("descent", OptimizerPlan.of(new UpdateRule.Sgd(), 0.1)),
                arguments("descent that hardly moves", OptimizerPlan.of(new UpdateRule.Sgd(), 1e-7)),
                arguments("descent that jumps", OptimizerPlan.of(new UpdateRule.Sgd(), 3.9)),
                arguments("descent that halves each parameter", OptimizerPlan.of(new UpdateRule.Sgd(), 1)),
                arguments("momentum", OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.1)),
                arguments("Adam", OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.01)),
                arguments(
                        "LAMB with everything",
                        new OptimizerPlan(List.of(lamb), new Clipping.ByGlobalNorm(1), new Averaging.None())));
    }

    private float[][] gradient(float[] parameters) {
        float[] gradient = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            gradient[i] = (float) (parameters[i] * 0.5 + random.nextGaussian());
        }
        return new float[][] {gradient};
    }

    private static UpdateFigures figures(Cluster cluster) {
        double[] sums = new double[3];
        for (List<Double> row : cluster.measurement()) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row.get(3 + i);
            }
        }
        return new UpdateFigures(sums[0], sums[1], sums[2]);
    }

    private void step(Cluster cluster, int step, StationarityIdentity identity) {
        cluster.pushes(step, gradient(cluster.parameters()), new long[] {1}).forEach(cluster::offer);
        identity.observe(figures(cluster));
    }

    private static double squaredNorm(float[] values) {
        double sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            boolean statistic = i >= 2000 && i < 2500;
            sum += statistic ? 0 : (double) values[i] * values[i];
        }
        return sum;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void holdsForEveryOptimizerUpToRounding(String name, OptimizerPlan plan) {
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 3, plan);
        StationarityIdentity identity = new StationarityIdentity(CHUNKS.layout(), new float[LENGTH]);
        double bound = 0;

        for (int step = 0; step < 50; step++) {
            step(cluster, step, identity);
            bound += 0x1.001p-23 * figures(cluster).parameterNormSquared()
                    + 0x1p-34 * figures(cluster).updateNormSquared();
        }

        assertThat(identity.violatedStep()).isZero();
        assertThat(Math.abs(identity.residual())).isLessThanOrEqualTo(identity.bound());
        assertThat(identity.bound()).isLessThan(1.01 * bound);
        assertThat(figures(cluster).parameterNormSquared())
                .isCloseTo(squaredNorm(cluster.parameters()), withPercentage(1e-9));
    }

    @Test
    void measuresTheUpdateAndItsProductWithTheParametersBefore() {
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 2, OptimizerPlan.of(new UpdateRule.Sgd(), 0.5));
        StationarityIdentity identity = new StationarityIdentity(CHUNKS.layout(), new float[LENGTH]);
        step(cluster, 0, identity);
        float[] before = cluster.parameters();
        step(cluster, 1, identity);
        float[] after = cluster.parameters();
        double product = 0;
        for (int i = 0; i < LENGTH; i++) {
            boolean statistic = i >= 2000 && i < 2500;
            product += statistic ? 0 : (double) before[i] * (before[i] - after[i]);
        }

        assertThat(figures(cluster).parameterUpdateProduct()).isCloseTo(product, withPercentage(1e-4));
    }

    /** One chunk of 16 has its update subtracted once more. */
    @Test
    void noticesAnUpdateThatIsAppliedTwiceToOneChunk() {
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 2, OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 1e-4));
        StationarityIdentity identity = new StationarityIdentity(CHUNKS.layout(), new float[LENGTH]);
        for (int step = 0; step < 10; step++) {
            float[] before = cluster.owner(3).parameters(3).clone();
            step(cluster, step, identity);
            float[] chunk = cluster.owner(3).parameters(3);
            for (int i = 0; step == 6 && i < chunk.length; i++) {
                chunk[i] -= before[i] - chunk[i];
            }
        }

        assertThat(identity.violatedStep()).isEqualTo(8);
        assertThat(Math.abs(identity.residual())).isGreaterThan(100 * identity.bound());
    }

    @Test
    void noticesAChunkThatIsNotUpdated() {
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 2, OptimizerPlan.of(new UpdateRule.Sgd(), 1e-3));
        StationarityIdentity identity = new StationarityIdentity(CHUNKS.layout(), new float[LENGTH]);
        step(cluster, 0, identity);
        float[] before = cluster.owner(0).parameters(0).clone();
        step(cluster, 1, identity);
        System.arraycopy(before, 0, cluster.owner(0).parameters(0), 0, before.length);

        step(cluster, 2, identity);

        assertThat(identity.violatedStep()).isEqualTo(3);
    }

    @Test
    void saysNothingOfARunThatDivergesToInfinity() {
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 1, OptimizerPlan.of(new UpdateRule.Sgd(), 1e30));
        StationarityIdentity identity = new StationarityIdentity(CHUNKS.layout(), new float[LENGTH]);

        for (int step = 0; step < 5; step++) {
            step(cluster, step, identity);
        }

        assertThat(identity.violatedStep()).isZero();
        assertThat(identity.residual()).isNaN();
    }
}

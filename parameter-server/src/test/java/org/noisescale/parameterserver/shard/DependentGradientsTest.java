package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** What is measured where the gradients of virtual workers depend on each other. */
class DependentGradientsTest {
    private static final int VIRTUAL_WORKERS = 6;
    private static final ChunkPlan CHUNKS = new ChunkPlan(Layouts.ofLengths(List.of(40, 25)));
    private static final int LENGTH = 65;
    private static final OptimizerPlan SGD = OptimizerPlan.of(new UpdateRule.Sgd(), 0.1);
    private static final long[] EXAMPLES = {3, 2, 2, 4, 1, 3};

    private final float[][] gradients = gradients(1);
    private final float[][] probes = gradients(2);

    private static float[][] gradients(long seed) {
        Random random = new Random(seed);
        float[][] gradients = new float[VIRTUAL_WORKERS][LENGTH];
        for (float[] gradient : gradients) {
            for (int i = 0; i < LENGTH; i++) {
                gradient[i] = (float) random.nextGaussian();
            }
        }
        return gradients;
    }

    /** A push that is measured only. */
    private static Replay measuredOnly(Push push) {
        return new Replay(push).at(push.step()).asProbe();
    }

    private static Cluster cluster(int groupSize, int workers, int shards) {
        return new Cluster(CHUNKS, new AggregationTree(VIRTUAL_WORKERS, groupSize), workers, shards, SGD);
    }

    private void train(Cluster cluster, long seed) {
        List<Push> pushes = new ArrayList<>(cluster.pushes(0, gradients, EXAMPLES));
        Collections.shuffle(pushes, new Random(seed));
        pushes.forEach(cluster::offer);
    }

    private void probe(Cluster cluster, long step) {
        for (Push push : cluster.pushes(step, probes, EXAMPLES)) {
            assertThat(cluster.owner(push.chunk()).offer(measuredOnly(push))).isEqualTo(Shard.Outcome.ACCEPTED);
        }
    }

    private static List<Double> figures(Cluster cluster) {
        List<Double> figures = new ArrayList<>();
        for (Shard shard : cluster.shards()) {
            StepMeasurement measured = shard.measurement();
            for (int piece = 0; piece < measured.pieceCount(); piece++) {
                figures.addAll(List.of(
                        measured.weightedSquaredNorm(piece),
                        measured.squaredNorm(piece),
                        measured.independentWeighted(piece),
                        measured.independentSquared(piece)));
            }
        }
        return figures;
    }

    private static double total(Cluster cluster, int figure) {
        List<Double> all = figures(cluster);
        double sum = 0;
        for (int i = figure; i < all.size(); i += 4) {
            sum += all.get(i);
        }
        return sum;
    }

    private static double[] sum(float[][] all, int from, int to) {
        double[] sum = new double[LENGTH];
        for (int v = from; v < to; v++) {
            for (int i = 0; i < LENGTH; i++) {
                sum[i] += all[v][i];
            }
        }
        return sum;
    }

    private static double squaredNorm(double[] values) {
        return Arrays.stream(values).map(x -> x * x).sum();
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void groupsAreMeasuredAsWhatTheirSumsAre(int groupSize) {
        Cluster cluster = cluster(groupSize, 4, 2);

        train(cluster, 5);

        double weighted = 0;
        for (int first = 0; first < VIRTUAL_WORKERS; first += groupSize) {
            long examples = Arrays.stream(EXAMPLES, first, first + groupSize).sum();
            weighted += squaredNorm(sum(gradients, first, first + groupSize)) / examples;
        }
        assertThat(total(cluster, 2)).isCloseTo(weighted, within(1e-4));
        assertThat(total(cluster, 3)).isCloseTo(squaredNorm(sum(gradients, 0, VIRTUAL_WORKERS)), within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 2", "2, 4, 3", "2, 5, 1", "2, 6, 2", "3, 2, 1", "3, 4, 2", "3, 5, 4", "6, 4, 2"})
    void everyFigureHasTheSameBitsHoweverTheWorkIsSpread(int groupSize, int workers, int shards) {
        Cluster plain = cluster(groupSize, 1, 1);
        Cluster spread = cluster(groupSize, workers, shards);
        probe(plain, 0);
        probe(spread, 0);

        train(plain, 1);
        train(spread, 2);

        assertThat(figures(spread)).isEqualTo(figures(plain));
        assertThat(spread.parameters()).isEqualTo(plain.parameters());
    }

    @Test
    void aProbeIsMeasuredBesideItsStepAndLeavesTheParametersAlone() {
        Cluster without = cluster(VIRTUAL_WORKERS, 2, 2);
        Cluster with = cluster(VIRTUAL_WORKERS, 2, 2);
        train(without, 1);
        probe(with, 0);

        train(with, 1);

        long examples = Arrays.stream(EXAMPLES).sum();
        double[] ofStep = sum(gradients, 0, VIRTUAL_WORKERS);
        double[] ofProbe = sum(probes, 0, VIRTUAL_WORKERS);
        double[] both = new double[LENGTH];
        Arrays.setAll(both, i -> ofStep[i] + ofProbe[i]);
        assertThat(total(with, 2)).isCloseTo((squaredNorm(ofStep) + squaredNorm(ofProbe)) / examples, within(1e-4));
        assertThat(total(with, 3)).isCloseTo(squaredNorm(both), within(1e-3));
        assertThat(with.parameters()).isEqualTo(without.parameters());
        assertThat(figures(without)).contains(Double.NaN);
    }

    @Test
    void aStepWithoutAProbeShowsNothingOfTheProbeBefore() {
        Cluster cluster = cluster(VIRTUAL_WORKERS, 2, 1);
        probe(cluster, 0);
        train(cluster, 1);
        assertThat(total(cluster, 2)).isFinite();

        cluster.pushes(1, gradients, EXAMPLES).forEach(cluster::offer);

        assertThat(total(cluster, 2)).isNaN();
    }

    @Test
    void aProbeThatIsThereTwiceCountsOnceAndALateOneNotAtAll() {
        Cluster cluster = cluster(VIRTUAL_WORKERS, 2, 1);
        Push push = cluster.pushes(0, probes, EXAMPLES).get(0);
        probe(cluster, 0);

        assertThat(cluster.owner(push.chunk()).offer(measuredOnly(push))).isEqualTo(Shard.Outcome.DUPLICATE);

        train(cluster, 1);
        assertThat(cluster.owner(push.chunk()).offer(measuredOnly(push))).isEqualTo(Shard.Outcome.STALE);
    }
}

package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Shard.Outcome;

/** The promise of the ordered mode: the same bits for any number of shards and workers and any order of arrival. */
final class ShardEquivalenceTest {
    private static final int STEPS = 4;
    private static final OptimizerPlan ADAM = OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.01);

    /** A way to run one and the same training. */
    record Arrangement(int virtualWorkers, int workers, int shards, List<Integer> lengths, long seed) {}

    @Provide
    Arbitrary<Arrangement> arrangements() {
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 60);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 16),
                        lengths.list().ofMinSize(1).ofMaxSize(6),
                        Arbitraries.longs())
                .as((virtualWorkers, workers, shards, segments, seed) ->
                        new Arrangement(virtualWorkers, Math.min(workers, virtualWorkers), shards, segments, seed));
    }

    private static float[][] gradients(int virtualWorkers, int length, long seed) {
        Random random = new Random(seed);
        float[][] gradients = new float[virtualWorkers][length];
        for (float[] gradient : gradients) {
            for (int i = 0; i < length; i++) {
                gradient[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2));
            }
        }
        return gradients;
    }

    private static long[] examples(int virtualWorkers, long seed) {
        return new Random(seed).longs(virtualWorkers, 1, 9).toArray();
    }

    @Property(tries = 300, seed = "1")
    void parametersAndMeasurementsHaveTheSameBitsHoweverTheWorkIsSpread(
            @ForAll("arrangements") Arrangement arrangement) {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(arrangement.lengths));
        int shards = Math.min(arrangement.shards, chunks.chunkCount());
        Cluster plain = new Cluster(chunks, arrangement.virtualWorkers, 1, 1, ADAM);
        Cluster spread = new Cluster(chunks, arrangement.virtualWorkers, arrangement.workers, shards, ADAM);
        Random random = new Random(arrangement.seed);

        for (int step = 0; step < STEPS; step++) {
            float[][] gradients =
                    gradients(arrangement.virtualWorkers, chunks.layout().length(), random.nextLong());
            long[] examples = examples(arrangement.virtualWorkers, random.nextLong());
            plain.pushes(step, gradients, examples).forEach(plain::offer);
            offerDisorderly(spread, spread.pushes(step, gradients, examples), random);

            assertThat(spread.parameters()).isEqualTo(plain.parameters());
            assertThat(spread.measurement()).isEqualTo(plain.measurement());
        }
    }

    /** In random order, with copies of earlier ones in between; each counts exactly once. */
    private static void offerDisorderly(Cluster cluster, List<Push> pushes, Random random) {
        List<Push> order = new ArrayList<>(pushes);
        Collections.shuffle(order, random);
        for (int i = 0; i < order.size(); i++) {
            assertThat(cluster.offer(order.get(i))).isIn(Outcome.ACCEPTED, Outcome.COMPLETED);
            assertThat(cluster.offer(order.get(random.nextInt(i + 1)))).isIn(Outcome.DUPLICATE, Outcome.STALE);
        }
    }
}

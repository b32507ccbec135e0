package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** The promise of the ordered mode: the same bits for any number of shards and workers and any order of arrival. */
final class ShardEquivalenceTest {
    private static final int STEPS = 4;
    private static final OptimizerPlan ADAM = OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.01);

    /** With two, three and two stages. */
    private static final List<OptimizerPlan> STAGED = List.of(
            new OptimizerPlan(ADAM.segments(), new Clipping.ByGlobalNorm(0.7), new Averaging.None()),
            new OptimizerPlan(
                    List.of(new SegmentPlan(
                            new UpdateRule.Lamb(0.9, 0.99, 1e-6),
                            new LearningRateSchedule.Constant(0.1),
                            new Regularization(0, 0.01, 0.1))),
                    new Clipping.BySegmentNorm(0.3),
                    new Averaging.None()),
            OptimizerPlan.of(new UpdateRule.Lars(0.9, 0.01), 1));

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
        requireTheSameBits(arrangement, ADAM);
    }

    @Property(tries = 100, seed = "2")
    void normsOverWholeSegmentsHaveTheSameBitsHoweverTheWorkIsSpread(
            @ForAll("arrangements") Arrangement arrangement, @ForAll @IntRange(max = 2) int optimizer) {
        requireTheSameBits(arrangement, STAGED.get(optimizer));
    }

    private static void requireTheSameBits(Arrangement arrangement, OptimizerPlan optimizer) {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(arrangement.lengths));
        int shards = Math.min(arrangement.shards, chunks.chunkCount());
        Cluster plain = new Cluster(chunks, arrangement.virtualWorkers, 1, 1, optimizer);
        Cluster spread = new Cluster(chunks, arrangement.virtualWorkers, arrangement.workers, shards, optimizer);
        Random random = new Random(arrangement.seed);
        DisorderlyNetwork network = new DisorderlyNetwork(spread, random);

        for (int step = 0; step < STEPS; step++) {
            float[][] gradients =
                    gradients(arrangement.virtualWorkers, chunks.layout().length(), random.nextLong());
            long[] examples = examples(arrangement.virtualWorkers, random.nextLong());
            plain.pushes(step, gradients, examples).forEach(plain::offer);
            network.carry(spread.pushes(step, gradients, examples));

            assertThat(plain.shards().get(0).stepsCompleted()).isEqualTo(step + 1);
            assertThat(spread.parameters()).isEqualTo(plain.parameters());
            assertThat(spread.measurement()).isEqualTo(plain.measurement());
        }
    }
}

package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Asynchrony;
import org.noisescale.parameterserver.synchronization.BatchAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BoundedStalenessPolicy;
import org.noisescale.parameterserver.synchronization.LocalPolicy;
import org.noisescale.parameterserver.synchronization.QuorumAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * Whatever a network does that keeps the order of each sender's frames: all shards take the same decisions, nobody
 * reads a mixture of versions, every version of every worker is accounted for, and one shard that follows the order
 * comes to the same bits. More seeds: {@code -Dnoisescale.simulation.seeds=100000}; a single one:
 * {@code -Dnoisescale.simulation.seed=…}.
 */
final class SeatedSimulationTest {
    private static final long SEEDS = Long.getLong("noisescale.simulation.seeds", 200);
    private static final long ONLY = Long.getLong("noisescale.simulation.seed", -1);
    private static final int WORKERS_MAX = 5;
    private static final int SHARDS_MAX = 4;

    /** What a seed stands for. */
    private record Case(
            SimulatedProblem problem, SynchronizationPolicy policy, Seating seating, int workers, int shards) {
        static Case of(SplittableRandom random) {
            SimulatedProblem any = SimulatedProblem.of(random);
            int workers = 1 + random.nextInt(WORKERS_MAX);
            SimulatedProblem problem = new SimulatedProblem(
                    any.layout(), workers * (1 + random.nextInt(2)), any.optimizer(), any.evaluations(), any.judged());
            int quorum = 1 + random.nextInt(workers);
            List<SynchronizationPolicy> rules = List.of(
                    new AsynchronousPolicy(),
                    new StaleSynchronousPolicy(random.nextInt(4)),
                    new QuorumSynchronousPolicy(quorum),
                    new BatchSynchronousPolicy(quorum),
                    new QuorumAsynchronousPolicy(quorum),
                    new BatchAsynchronousPolicy(quorum),
                    new LocalPolicy(3, 1),
                    new BoundedStalenessPolicy(new AsynchronousPolicy(), random.nextInt(3)));
            Asynchrony asynchrony = new Asynchrony(
                    random.nextBoolean() ? Asynchrony.Convention.SUM : Asynchrony.Convention.MEAN,
                    random.nextBoolean(),
                    random.nextBoolean() ? 0.2 : 0);
            int chunks = new ChunkPlan(problem.layout()).chunkCount();
            return new Case(
                    problem,
                    rules.get(random.nextInt(rules.size())),
                    new Seating(asynchrony, 100, true),
                    workers,
                    1 + random.nextInt(Math.min(SHARDS_MAX, chunks)));
        }

        SeatedWorld world(int shardCount, @Nullable RecordedArrivals order, SplittableRandom random, int attempt) {
            return new SeatedWorld(
                    problem, policy, seating, new SeatedWorld.Cast(workers, shardCount, order), random, attempt);
        }
    }

    private static void check(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Case tried = Case.of(random);
        SeatedWorld lost = tried.world(tried.shards, null, random.split(), 0);
        lost.proceed(random.nextInt(2_000));
        SeatedWorld world = tried.world(tried.shards, null, random.split(), 1);
        world.inherit(lost);
        world.run();

        SeatedWorld alone = tried.world(1, world.order(), random.split(), 2);
        alone.run();

        assertThat(alone.parameters()).isEqualTo(world.parameters());
        assertThat(alone.reports()).isEqualTo(world.reports());
        assertThat(alone.evaluations()).isEqualTo(world.evaluations());
        assertThat(alone.order().updates()).isPositive();
    }

    /** A shard dealt with a push that waited, while another one could not take the figures of the update before. */
    @Test
    void figuresStayUntilAllShardsHaveThem() {
        check(267);
    }

    @Test
    void oneShardThatFollowsTheOrderComesToTheSameBits() {
        long first = ONLY < 0 ? 0 : ONLY;
        long end = ONLY < 0 ? SEEDS : ONLY + 1;

        LongStream.range(first, end)
                .forEach(seed -> Replay.naming(SeatedSimulationTest.class, seed, () -> check(seed)));
    }
}

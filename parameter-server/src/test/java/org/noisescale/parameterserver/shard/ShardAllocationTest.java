package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

final class ShardAllocationTest {
    private static final int STEPS = 1000;
    private static final long BYTES_ALLOWED = 1 << 16;

    private static final OptimizerPlan ADAM = OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.01);
    private static final OptimizerPlan CLIPPED =
            new OptimizerPlan(ADAM.segments(), new Clipping.ByGlobalNorm(1), new Averaging.None());

    private final ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(300, 7, 200)));

    private static long run(Shard shard, Replay[] replays, int firstStep, int steps) {
        long completed = 0;
        for (int step = firstStep; step < firstStep + steps; step++) {
            for (Replay replay : replays) {
                shard.offer(replay.at(step));
                while (shard.pollCompleted() != Shard.NONE) {
                    completed++;
                }
            }
        }
        return completed;
    }

    private void allocatesNothing(OptimizerPlan optimizer) {
        Cluster cluster = new Cluster(chunks, 8, 3, 1, optimizer);
        Shard shard = cluster.shards().get(0);
        Replay[] replays = cluster.pushes(0, new float[8][507], new long[] {1, 2, 3, 4, 5, 6, 7, 8}).stream()
                .map(Replay::new)
                .toArray(Replay[]::new);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(shard, replays, 0, 10);

        long before = threads.getCurrentThreadAllocatedBytes();
        long completed = run(shard, replays, 10, STEPS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(completed).isEqualTo(16 * STEPS);
        assertThat(shard.stepsCompleted()).isEqualTo(10 + STEPS);
        assertThat(replays).hasSize(80);
        assertThat(allocated).isLessThan(BYTES_ALLOWED);
    }

    /** 80,000 contributions: a single object for each would be far above what is allowed. */
    @Test
    void aStepAllocatesNothingOnceTheBuffersAreThere() {
        allocatesNothing(ADAM);
    }

    @Test
    void neitherDoesAStepThatWaitsForNorms() {
        allocatesNothing(CLIPPED);
    }
}

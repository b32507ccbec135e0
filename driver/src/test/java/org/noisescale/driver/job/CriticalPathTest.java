package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisescale.driver.results.StepTiming;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;

final class CriticalPathTest {
    private static final long MS = 1_000_000;

    private final CriticalPath path = new CriticalPath(2, 2);

    private static WorkerTiming worker(int rank, long computeMs, long pushMs, long waitMs) {
        return new WorkerTiming(rank, computeMs * MS, pushMs * MS, waitMs * MS, 0);
    }

    private static ShardTiming shard(int rank, long aggregateMs, long updateMs) {
        return new ShardTiming(rank, aggregateMs * MS, updateMs * MS, 0, 0, 0, 0);
    }

    @Test
    void leadsThroughTheSlowestWorkerAndTheBusiestShard() {
        assertThat(path.observe(7, worker(0, 2, 1, 9))).isEmpty();
        assertThat(path.observe(7, shard(0, 1, 1))).isEmpty();
        assertThat(path.observe(7, worker(1, 6, 2, 4))).isEmpty();

        StepTiming timing = path.observe(7, shard(1, 1, 2)).orElseThrow();

        assertThat(timing).isEqualTo(new StepTiming(7, 1, 0.006, 0.002, 0.003, 0.001, 0.005));
        assertThat(timing.boundBy()).isEqualTo(StepTiming.Part.COMPUTE);
    }

    @Test
    void aShardCannotTakeLongerThanTheWorkerWaited() {
        path.observe(1, worker(0, 1, 1, 4));
        path.observe(1, worker(1, 1, 1, 4));
        path.observe(1, shard(0, 0, 0));

        StepTiming timing = path.observe(1, shard(1, 50, 50)).orElseThrow();

        assertThat(timing.aggregateSeconds()).isEqualTo(0.004);
        assertThat(timing.pullSeconds()).isZero();
        assertThat(timing.boundBy()).isEqualTo(StepTiming.Part.AGGREGATE);
    }

    @Test
    void forgetsAStepOfWhichSomethingStaysAway() {
        path.observe(1, worker(0, 1, 1, 1));
        path.observe(66, worker(0, 1, 1, 1));
        path.observe(1, worker(1, 1, 1, 1));
        path.observe(1, shard(0, 1, 1));

        assertThat(path.observe(1, shard(1, 1, 1))).isEmpty();
    }
}

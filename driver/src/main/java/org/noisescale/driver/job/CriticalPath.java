package org.noisescale.driver.job;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.StepTiming;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;

/** Puts the times that workers and shards report together, step by step, to what bounded the step. */
final class CriticalPath {
    /** A step of which something is lost is forgotten so many steps later. */
    private static final long STEPS_OPEN_MAX = 64;

    private static final double NS_PER_SECOND = 1e9;

    private final int workers;
    private final int shards;
    private final Map<Long, Times> open = new HashMap<>();

    CriticalPath(int workers, int shards) {
        this.workers = workers;
        this.shards = shards;
    }

    /** What is known of a step. */
    private static final class Times {
        private final @Nullable WorkerTiming[] ofWorker;
        private final @Nullable ShardTiming[] ofShard;

        Times(int workers, int shards) {
            ofWorker = new WorkerTiming[workers];
            ofShard = new ShardTiming[shards];
        }

        boolean areComplete() {
            return Arrays.stream(ofWorker).allMatch(Objects::nonNull)
                    && Arrays.stream(ofShard).allMatch(Objects::nonNull);
        }
    }

    /** Takes a worker's times; answers if they were the last that a step lacked. */
    Optional<StepTiming> observe(long step, WorkerTiming timing) {
        Times times = times(step);
        times.ofWorker[timing.worker()] = timing;
        return complete(step, times);
    }

    /** Takes a shard's times; answers if they were the last that a step lacked. */
    Optional<StepTiming> observe(long step, ShardTiming timing) {
        Times times = times(step);
        times.ofShard[timing.shard()] = timing;
        return complete(step, times);
    }

    private Times times(long step) {
        open.keySet().removeIf(other -> other < step - STEPS_OPEN_MAX);
        return open.computeIfAbsent(step, key -> new Times(workers, shards));
    }

    private Optional<StepTiming> complete(long step, Times times) {
        if (!times.areComplete()) {
            return Optional.empty();
        }
        open.remove(step);
        WorkerTiming slowest = Objects.requireNonNull(times.ofWorker[0]);
        WorkerTiming fastest = slowest;
        for (WorkerTiming worker : times.ofWorker) {
            slowest = worker != null && readyNs(worker) > readyNs(slowest) ? worker : slowest;
            fastest = worker != null && readyNs(worker) < readyNs(fastest) ? worker : fastest;
        }
        long busiestNs = Arrays.stream(times.ofShard)
                .filter(Objects::nonNull)
                .mapToLong(shard -> shard.aggregateNs() + shard.updateNs())
                .max()
                .orElse(0);
        long aggregateNs = Math.min(busiestNs, slowest.waitNs());
        return Optional.of(new StepTiming(
                step,
                slowest.worker(),
                slowest.computeNs() / NS_PER_SECOND,
                slowest.pushNs() / NS_PER_SECOND,
                aggregateNs / NS_PER_SECOND,
                (slowest.waitNs() - aggregateNs) / NS_PER_SECOND,
                (readyNs(slowest) - readyNs(fastest)) / NS_PER_SECOND));
    }

    private static long readyNs(WorkerTiming worker) {
        return worker.computeNs() + worker.pushNs();
    }
}

package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.checkpoint.CheckpointAgent;
import org.noisescale.parameterserver.checkpoint.CheckpointSlot;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.transport.DataPath;

/**
 * Hands a shard's state over to be written down, when that is due. It waits only where the state before is still on its
 * way to the disk.
 */
final class ShardCheckpoints {
    private final Checkpointing plan;
    private final @Nullable CheckpointAgent agent;
    private final Duration waitLimit;
    private final IdleStrategy idle = DataPath.newIdleStrategy();

    ShardCheckpoints(Checkpointing plan, @Nullable CheckpointAgent agent, Duration waitLimit) {
        this.plan = plan;
        this.agent = agent;
        this.waitLimit = waitLimit;
    }

    /** None are taken. */
    static ShardCheckpoints none() {
        return new ShardCheckpoints(Checkpointing.NONE, null, Duration.ZERO);
    }

    /** To be called after every step of a run of so many. */
    void afterStep(Shard shard, long steps) {
        if (agent == null || !plan.includes(shard.stepsCompleted(), steps)) {
            return;
        }
        if (!handOver(shard, agent)) {
            agent.requireNoFailure();
            throw new RunAbortedException("the checkpoint before step " + shard.stepsCompleted()
                    + " was not written within " + waitLimit.toMillis() + " ms");
        }
    }

    /** Hands over where a shard stands; false if that cannot be, or not within the limit. */
    boolean handOver(Shard shard, CheckpointAgent writer) {
        CheckpointSlot slot = writer.slot(shard.plan().shard());
        long deadlineNs = System.nanoTime() + waitLimit.toNanos();
        idle.reset();
        while (!slot.offer(shard)) {
            if (writer.hasFailed() || System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            idle.idle();
        }
        return true;
    }
}

package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;

/**
 * The parameters of one worker that takes steps of its own, with an optimizer of its own, whose memory stays with it
 * when the parameters are replaced.
 */
public final class LocalShard {
    private final ChunkPlan chunks;
    private final Shard shard;
    private final Parts parts;
    private final ShardState state;

    /**
     * The worker before its first step.
     *
     * @param virtualWorkers how many gradients make a step
     */
    public LocalShard(ChunkPlan chunks, int virtualWorkers, OptimizerPlan rule, float[] initial) {
        this.chunks = chunks;
        shard = new Shard(
                new ShardPlan(
                        new ShardDivision(chunks, 1),
                        0,
                        new AggregationTree(virtualWorkers),
                        virtualWorkers,
                        rule,
                        new BulkSynchronousPolicy()),
                initial);
        parts = new Parts(shard);
        state = shard.newState();
    }

    /** Puts the parameters in place of its own, and leaves the rest. */
    public void begin(float[] read) {
        shard.copyInto(state);
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            System.arraycopy(read, chunks.offset(chunk), state.chunk(chunk), 0, chunks.length(chunk));
        }
        shard.restore(state);
    }

    /** Takes the sum of a gradient over {@code count} examples, of one of its virtual workers, counted from 0. */
    public void offer(int virtualWorker, float[] sum, long count) {
        parts.offer(virtualWorker, sum, count);
    }

    /** Does the step of which all gradients are there. */
    public void step() {
        parts.drain();
    }

    /** How many steps it has done. */
    public long steps() {
        return shard.stepsCompleted();
    }

    /** Copies its parameters. */
    public void copyInto(float[] target) {
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            System.arraycopy(shard.parameters(chunk), 0, target, chunks.offset(chunk), chunks.length(chunk));
        }
    }
}

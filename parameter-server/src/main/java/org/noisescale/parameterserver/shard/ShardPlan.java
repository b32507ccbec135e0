package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/** Everything that determines what a shard does, but its initial parameters. */
public record ShardPlan(
        ChunkPlan chunks,
        ShardRange range,
        AggregationTree tree,
        int workers,
        OptimizerPlan optimizer,
        SynchronizationPolicy policy) {
    /** Checks what the parts ask of each other. */
    public ShardPlan {
        if (range.endChunk() > chunks.chunkCount()) {
            throw new IllegalArgumentException("shard " + range.shard() + " must end by chunk " + chunks.chunkCount()
                    + ", was " + range.endChunk());
        }
        if (workers < 1 || workers > tree.virtualWorkers()) {
            throw new IllegalArgumentException(
                    "workers must be in [1, " + tree.virtualWorkers() + " virtual workers], was " + workers);
        }
    }
}

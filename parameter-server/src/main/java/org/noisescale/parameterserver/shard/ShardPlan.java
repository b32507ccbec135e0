package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/** Everything that determines what a shard does, but its initial parameters. */
public record ShardPlan(
        ShardDivision division,
        int shard,
        AggregationTree tree,
        int workers,
        OptimizerPlan optimizer,
        SynchronizationPolicy policy) {
    /** Checks what the parts ask of each other. */
    public ShardPlan {
        if (shard < 0 || shard >= division.shards()) {
            throw new IllegalArgumentException("shard must be in [0, " + division.shards() + " shards), was " + shard);
        }
        if (workers < 1 || workers > tree.virtualWorkers()) {
            throw new IllegalArgumentException(
                    "workers must be in [1, " + tree.virtualWorkers() + " virtual workers], was " + workers);
        }
    }

    /** How the vector is cut. */
    public ChunkPlan chunks() {
        return division.chunks();
    }

    /** The chunks that the shard owns. */
    public ShardRange range() {
        return division.range(shard);
    }
}

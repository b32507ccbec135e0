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
        SynchronizationPolicy policy) {}

package org.noisescale.parameterserver.shard;

import java.util.stream.IntStream;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardRange;

/**
 * Hands a shard vectors of all its values at once, as the messages of a worker would one chunk after the other. Each
 * vector is the contribution of one leaf of the shard's tree.
 */
public final class Parts implements Contribution {
    private static final float[] NOTHING = {};

    private final Shard shard;
    private final ChunkPlan chunks;
    private final ShardRange range;
    private final int origin;
    /** By leaf: the root of the largest subtree that holds it alone. */
    private final int[] nodes;

    private float[] values = NOTHING;
    private int leaf;
    private int chunk;
    private long divisor;

    /** Of a shard whose tree has a worker for each leaf. */
    public Parts(Shard shard) {
        this.shard = shard;
        chunks = shard.plan().chunks();
        range = shard.plan().range();
        origin = chunks.offset(range.firstChunk());
        AggregationTree tree = shard.plan().tree();
        nodes = IntStream.range(0, tree.virtualWorkers())
                .map(part -> tree.cover(new VirtualWorkerRange(part, part + 1)).get(0))
                .toArray();
    }

    /**
     * Offers a vector at the shard's present version.
     *
     * @param part the leaf, counted from the first
     * @param vector as long as the shard's range
     * @param count what it counts in the divisor of the mean
     * @return whether some chunk of the shard is complete with it
     */
    public boolean offer(int part, float[] vector, long count) {
        leaf = part;
        values = vector;
        divisor = count;
        boolean completed = false;
        for (chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
            Shard.Outcome outcome = shard.offer(this);
            completed |= outcome == Shard.Outcome.COMPLETED;
            if (outcome != Shard.Outcome.ACCEPTED && outcome != Shard.Outcome.COMPLETED) {
                throw new IllegalStateException(
                        "part " + part + " of update " + step() + " must be accepted, was " + outcome);
            }
        }
        return completed;
    }

    /** Lets a shard that has all chunks finish its update. */
    public void drain() {
        long before = shard.stepsCompleted();
        int completed = 0;
        while (shard.pollCompleted() != Shard.NONE) {
            completed++;
        }
        if (completed != chunks.chunkCount()) {
            throw new IllegalStateException(
                    "version " + before + " must have " + chunks.chunkCount() + " chunks, had " + completed);
        }
    }

    @Override
    public int worker() {
        return leaf;
    }

    @Override
    public long step() {
        return shard.version(chunk);
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public int node() {
        return nodes[leaf];
    }

    @Override
    public long examples() {
        return divisor;
    }

    @Override
    public int valueCount() {
        return chunks.length(chunk);
    }

    @Override
    public void valuesInto(float[] target) {
        System.arraycopy(values, chunks.offset(chunk) - origin, target, 0, valueCount());
    }

    @Override
    public void valuesInto(int from, float[] target, int targetFrom, int count) {
        System.arraycopy(values, chunks.offset(chunk) - origin + from, target, targetFrom, count);
    }

    @Override
    public int normCount() {
        return 0;
    }

    @Override
    public void normsInto(double[] target) {}
}

package org.noisescale.parameterserver.shard;

/**
 * What a shard is between two steps, apart from it: all that a checkpoint consists of. For each of its chunks the
 * parameters (BatchNorm's statistics are among them), the optimizer's slots one after the other, and the average of the
 * parameters if one is kept.
 */
public final class ShardState {
    private final float[][] chunks;
    private long version;

    /** Zeros of version 0, so many for each chunk. */
    public ShardState(int[] lengths) {
        chunks = new float[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            chunks[i] = new float[lengths[i]];
        }
    }

    /** How many values there are. */
    public long valueCount() {
        long count = 0;
        for (float[] values : chunks) {
            count += values.length;
        }
        return count;
    }

    /** After how many steps it was so. */
    public long version() {
        return version;
    }

    /** Says after how many steps it was so. */
    public void stamp(long steps) {
        version = steps;
    }

    /** How many chunks the shard has. */
    public int chunkCount() {
        return chunks.length;
    }

    /** The values of a chunk, counted from the shard's first; shared, not a copy. */
    public float[] chunk(int position) {
        return chunks[position];
    }
}

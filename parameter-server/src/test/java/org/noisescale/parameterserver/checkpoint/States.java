package org.noisescale.parameterserver.checkpoint;

import java.util.Random;
import org.noisescale.parameterserver.shard.ShardState;

/** States of shards with values that tell where and when they belong. */
final class States {
    static final String RUN = "0123456789abcdef".repeat(4);

    private States() {}

    static ShardState of(int shard, long version, int... lengths) {
        ShardState state = new ShardState(lengths);
        Random random = new Random(version * 1000 + shard);
        for (int chunk = 0; chunk < lengths.length; chunk++) {
            for (int i = 0; i < lengths[chunk]; i++) {
                state.chunk(chunk)[i] = Float.intBitsToFloat(random.nextInt());
            }
        }
        state.stamp(version);
        return state;
    }

    /** Whether two states have the same bits, NaNs included. */
    static boolean equal(ShardState one, ShardState other) {
        boolean equal = one.version() == other.version() && one.chunkCount() == other.chunkCount();
        for (int chunk = 0; equal && chunk < one.chunkCount(); chunk++) {
            float[] left = one.chunk(chunk);
            float[] right = other.chunk(chunk);
            equal = left.length == right.length;
            for (int i = 0; equal && i < left.length; i++) {
                equal = Float.floatToRawIntBits(left[i]) == Float.floatToRawIntBits(right[i]);
            }
        }
        return equal;
    }
}

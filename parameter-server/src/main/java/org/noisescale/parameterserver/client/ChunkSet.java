package org.noisescale.parameterserver.client;

import java.util.BitSet;

/** The chunks of one version as they arrive for one purpose. */
final class ChunkSet {
    private final int chunkCount;
    private final BitSet present = new BitSet();
    private long number = -1;
    private long version = -1;

    ChunkSet(int chunkCount) {
        this.chunkCount = chunkCount;
    }

    /**
     * Takes a chunk; false if it belongs to something older or was there. The first of something newer begins anew.
     *
     * @param of the turn or version that all chunks have in common
     */
    boolean take(long of, long at, int chunk) {
        if (of < number || (of == number && present.get(chunk))) {
            return false;
        }
        if (of > number) {
            number = of;
            version = at;
            present.clear();
        }
        if (version != at) {
            throw new IllegalStateException("chunk " + chunk + " of " + number + " must be of version " + version
                    + " like the others, was of " + at);
        }
        present.set(chunk);
        return true;
    }

    /** Whether all chunks are there. */
    boolean isComplete() {
        return present.cardinality() == chunkCount;
    }

    int firstMissing() {
        return present.nextClearBit(0);
    }

    /** What they are of; −1 if nothing came. */
    long number() {
        return number;
    }

    long version() {
        return version;
    }
}

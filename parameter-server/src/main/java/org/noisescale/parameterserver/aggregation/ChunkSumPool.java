package org.noisescale.parameterserver.aggregation;

import java.util.ArrayDeque;

/**
 * Buffers for sums, used again in last-in-first-out order so that the next one is still in cache. The pool grows to the
 * greatest number that was ever in use at once, which is at most the number of expected contributions of all chunks,
 * and allocates nothing after that.
 */
public final class ChunkSumPool {
    private final ArrayDeque<ChunkSum> free = new ArrayDeque<>();
    private final int lengthMax;
    private final int piecesMax;

    /** A pool of buffers for chunks of up to {@code lengthMax} values in {@code piecesMax} pieces. */
    public ChunkSumPool(int lengthMax, int piecesMax) {
        this.lengthMax = lengthMax;
        this.piecesMax = piecesMax;
    }

    /** A buffer with undefined content. */
    public ChunkSum take() {
        ChunkSum sum = free.pollFirst();
        return sum == null ? new ChunkSum(lengthMax, piecesMax) : sum;
    }

    /** Takes a buffer back. */
    public void giveBack(ChunkSum sum) {
        free.addFirst(sum);
    }
}

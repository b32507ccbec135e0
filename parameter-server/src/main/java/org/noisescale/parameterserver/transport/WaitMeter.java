package org.noisescale.parameterserver.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long somebody had to wait, such as a sender under back pressure. Written by one thread without allocation, and
 * only when it has waited; read by any.
 */
public final class WaitMeter {
    /** One count for each number of bits that a duration has. */
    public static final int OCTAVES = Long.SIZE - 1;

    /** Each number of bits is divided by the three bits behind the first, so that a count is right to an eighth. */
    private static final int PARTS = 8;

    private static final int PART_BITS = 3;
    private static final int BUCKETS = (OCTAVES - PART_BITS + 1) * PARTS;
    private static final int TOTAL = BUCKETS;

    private final AtomicLongArray figures = new AtomicLongArray(BUCKETS + 1);

    /** Takes a wait; to be called by the owner alone. */
    public void observe(long waitedNs) {
        long duration = Math.max(0, waitedNs);
        int bucket = bucket(duration);
        figures.lazySet(bucket, figures.get(bucket) + 1);
        figures.lazySet(TOTAL, figures.get(TOTAL) + duration);
    }

    private static int bucket(long duration) {
        if (duration < PARTS) {
            return (int) duration;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(duration);
        return first(octave) + (int) (duration >>> (octave - PART_BITS)) % PARTS;
    }

    private static int first(int octave) {
        return (octave - PART_BITS + 1) * PARTS;
    }

    /** The longest duration that a bucket holds. */
    static long longestOf(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int shift = bucket / PARTS - 1;
        return ((PARTS + bucket % PARTS + 1L) << shift) - 1;
    }

    /** How many waits took from 2^{@code octave} ns to less than twice as long; shorter than 1 ns is in the first. */
    public long count(int octave) {
        int from = octave == 0 ? 0 : bucket(1L << octave);
        int to = bucket((1L << octave) * 2 - 1);
        long count = 0;
        for (int bucket = from; bucket <= to; bucket++) {
            count += figures.get(bucket);
        }
        return count;
    }

    /** How often it waited. */
    public long count() {
        return counts().count();
    }

    /** All of its waiting together. */
    public long totalNs() {
        return figures.get(TOTAL);
    }

    /** What it has counted by now. */
    public WaitCounts counts() {
        long[] counts = new long[BUCKETS];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            counts[bucket] = figures.get(bucket);
        }
        return new WaitCounts(counts, totalNs());
    }
}

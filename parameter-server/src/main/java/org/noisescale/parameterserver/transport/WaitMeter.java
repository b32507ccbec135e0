package org.noisescale.parameterserver.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long somebody had to wait, such as a sender under back pressure. Written by one thread without allocation, and
 * only when it has waited; read by any.
 */
public final class WaitMeter {
    /** One count for each number of bits that a duration has, so that a quantile is right to a factor of two. */
    public static final int BUCKETS = Long.SIZE;

    private static final int TOTAL = BUCKETS;
    private static final int LONGEST = BUCKETS + 1;

    private final AtomicLongArray figures = new AtomicLongArray(BUCKETS + 2);

    /** Takes a wait; to be called by the owner alone. */
    public void observe(long waitedNs) {
        long duration = Math.max(0, waitedNs);
        int bucket = Long.SIZE - 1 - Long.numberOfLeadingZeros(duration | 1);
        figures.lazySet(bucket, figures.get(bucket) + 1);
        figures.lazySet(TOTAL, figures.get(TOTAL) + duration);
        figures.lazySet(LONGEST, Math.max(figures.get(LONGEST), duration));
    }

    /** How many waits took from 2^{@code bucket} ns to less than twice as long; shorter than 1 ns is in the first. */
    public long count(int bucket) {
        return figures.get(bucket);
    }

    /** How often it waited. */
    public long count() {
        long count = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            count += figures.get(bucket);
        }
        return count;
    }

    /** All of its waiting together. */
    public long totalNs() {
        return figures.get(TOTAL);
    }

    /** Its longest wait. */
    public long longestNs() {
        return figures.get(LONGEST);
    }

    /**
     * What a fraction of the waits did not exceed: the end of the bucket in which that wait lies; 0 if there were none.
     *
     * @param fraction from 0 to 1
     */
    public long quantileNs(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction must be in [0, 1], was " + fraction);
        }
        long rank = (long) Math.ceil(fraction * count());
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS - 1; bucket++) {
            seen += figures.get(bucket);
            if (seen > 0 && seen >= rank) {
                return Math.min(longestNs(), (1L << (bucket + 1)) - 1);
            }
        }
        return longestNs();
    }
}

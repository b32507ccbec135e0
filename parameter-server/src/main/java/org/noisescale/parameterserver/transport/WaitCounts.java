package org.noisescale.parameterserver.transport;

import java.util.Arrays;

/** How many waits took how long, as a {@link WaitMeter} had counted them at some moment. */
public final class WaitCounts {
    private final long[] counts;
    private final long totalNs;

    WaitCounts(long[] counts, long totalNs) {
        this.counts = counts.clone();
        this.totalNs = totalNs;
    }

    /** What was counted since. */
    public WaitCounts since(WaitCounts earlier) {
        long[] more = new long[counts.length];
        Arrays.setAll(more, bucket -> counts[bucket] - earlier.counts[bucket]);
        return new WaitCounts(more, totalNs - earlier.totalNs);
    }

    /** How many waits. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** All of them together. */
    public long totalNs() {
        return totalNs;
    }

    /**
     * What a fraction of the waits did not exceed: the longest that the bucket of that wait holds, at most an eighth
     * more than it took; 0 if there were none.
     *
     * @param fraction from 0 to 1
     */
    public long quantileNs(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction must be in [0, 1], was " + fraction);
        }
        long rank = (long) Math.ceil(fraction * count());
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen > 0 && seen >= rank) {
                return WaitMeter.longestOf(bucket);
            }
        }
        return 0;
    }
}

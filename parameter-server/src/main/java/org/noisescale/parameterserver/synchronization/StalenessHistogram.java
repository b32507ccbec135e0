package org.noisescale.parameterserver.synchronization;

import java.util.Arrays;

/**
 * How often each staleness occurred. Counts are exact below {@link #LIMIT}; what is staler is counted together, while
 * sums are exact always. Memory: 8 bytes for each staleness up to the greatest, at most 32 KiB.
 */
public final class StalenessHistogram {
    /** The least staleness that is not told from greater ones. */
    public static final int LIMIT = 4096;

    private long[] counts = new long[8];
    private long count;
    private long sum;
    private long most;

    void observe(long staleness) {
        int bucket = (int) Math.min(staleness, LIMIT);
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(bucket + 1, Math.min(2 * counts.length, LIMIT + 1)));
        }
        counts[bucket]++;
        count++;
        sum += staleness;
        most = Math.max(most, staleness);
    }

    /** How often a staleness occurred; at {@link #LIMIT} that and all greater ones. */
    public long count(int staleness) {
        return staleness < counts.length ? counts[staleness] : 0;
    }

    /** How many there were. */
    public long count() {
        return count;
    }

    /** The sum of all. */
    public long sum() {
        return sum;
    }

    /** The greatest; 0 if there were none. */
    public long most() {
        return most;
    }

    /** The mean; NaN if there were none. */
    public double mean() {
        return (double) sum / count;
    }

    /** One more than the greatest staleness that {@link #count(int)} knows of. */
    public int bucketCount() {
        return (int) Math.min(most, LIMIT) + (count == 0 ? 0 : 1);
    }
}

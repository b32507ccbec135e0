package org.noisescale.driver.bench;

import java.util.stream.LongStream;

/** Durations of the same thing, in nanoseconds, in ascending order. */
final class Durations {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private final long[] sorted;

    Durations(LongStream nanoseconds) {
        sorted = nanoseconds.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("there must be a duration");
        }
    }

    int count() {
        return sorted.length;
    }

    /** The least duration that at least a fraction of them do not exceed, in milliseconds. */
    double quantile(double fraction) {
        int position = (int) Math.ceil(fraction * sorted.length) - 1;
        return sorted[Math.max(0, position)] / NANOSECONDS_PER_MILLISECOND;
    }

    double median() {
        return quantile(0.5);
    }

    double minimum() {
        return quantile(0);
    }
}

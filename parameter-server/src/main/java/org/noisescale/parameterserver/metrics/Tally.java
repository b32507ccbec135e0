package org.noisescale.parameterserver.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A sum that one thread adds to, at the cost of a plain addition, and any thread reads. */
final class Tally {
    private static final double NS_PER_SECOND = 1e9;

    private final AtomicLong sum = new AtomicLong();

    /** To be called by the owner alone. */
    void add(long amount) {
        sum.setRelease(sum.getPlain() + amount);
    }

    double value() {
        return sum.getAcquire();
    }

    /** The sum of nanoseconds in seconds. */
    double seconds() {
        return value() / NS_PER_SECOND;
    }
}

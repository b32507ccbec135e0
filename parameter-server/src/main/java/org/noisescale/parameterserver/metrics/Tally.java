package org.noisescale.parameterserver.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A sum that one thread adds to, at the cost of a plain addition, and any thread reads. */
final class Tally {
    private final AtomicLong sum = new AtomicLong();

    /** To be called by the owner alone. */
    void add(long amount) {
        sum.setRelease(sum.getPlain() + amount);
    }

    double value() {
        return sum.getAcquire();
    }
}

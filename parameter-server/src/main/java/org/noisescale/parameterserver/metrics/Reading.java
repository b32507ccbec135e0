package org.noisescale.parameterserver.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** The last value of something, which one thread sets and any thread reads; NaN at first. */
final class Reading {
    private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(Double.NaN));

    void set(double value) {
        bits.setRelease(Double.doubleToRawLongBits(value));
    }

    double value() {
        return Double.longBitsToDouble(bits.getAcquire());
    }
}

package org.noisescale.driver.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A plain copy of a vector by one core: what everything else is measured against. */
final class PlainCopy {
    private final ByteBuffer source;
    private final ByteBuffer target;

    PlainCopy(int floats) {
        source = ByteBuffer.allocateDirect(floats * Float.BYTES);
        target = ByteBuffer.allocateDirect(floats * Float.BYTES);
    }

    /** Copies so many times; how long each took, in nanoseconds. */
    long[] run(int count) {
        long[] durations = new long[count];
        Arrays.setAll(durations, i -> once());
        return durations;
    }

    private long once() {
        long before = System.nanoTime();
        target.put(0, source, 0, source.capacity());
        return System.nanoTime() - before;
    }
}

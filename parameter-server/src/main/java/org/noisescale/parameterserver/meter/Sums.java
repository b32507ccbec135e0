package org.noisescale.parameterserver.meter;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sums of several kinds, which one thread adds to at the cost of plain additions and without allocation, and any reads.
 */
public final class Sums<K extends Enum<K>> {
    private final Map<K, AtomicLong> sums;

    /** All of them are 0. */
    public Sums(Class<K> kinds) {
        sums = new EnumMap<>(kinds);
        EnumSet.allOf(kinds).forEach(kind -> sums.put(kind, new AtomicLong()));
    }

    private AtomicLong of(K kind) {
        return Objects.requireNonNull(sums.get(kind));
    }

    /** To be called by the owner alone. */
    public void add(K kind, long amount) {
        AtomicLong sum = of(kind);
        sum.setRelease(sum.getPlain() + amount);
    }

    /** To be called by the owner alone, for what is not a sum. */
    public void set(K kind, long value) {
        of(kind).setRelease(value);
    }

    /** The sum so far. */
    public long value(K kind) {
        return of(kind).getAcquire();
    }
}

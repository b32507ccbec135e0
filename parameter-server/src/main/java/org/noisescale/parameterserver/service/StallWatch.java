package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether anything has happened lately. */
final class StallWatch {
    private static final int PATIENCE_PER_LIMIT = 4;

    private final long limitNs;
    private long lastProgressNs;
    private long lastPatienceNs;
    private boolean progressed;
    private boolean progressedSince;

    StallWatch(Duration limit, long nowNs) {
        limitNs = limit.toNanos();
        lastProgressNs = nowNs;
        lastPatienceNs = nowNs;
    }

    /** Takes whether something happened. */
    void observe(boolean something) {
        progressed |= something;
        progressedSince |= something;
    }

    /** Whether those who wait are to be told that others go on: four times a limit, if they do. */
    boolean isPatienceDue(long nowNs) {
        if (nowNs - lastPatienceNs < limitNs / PATIENCE_PER_LIMIT) {
            return false;
        }
        boolean due = progressedSince;
        lastPatienceNs = nowNs;
        progressedSince = false;
        return due;
    }

    /** Whether nothing happened for longer than the limit. */
    boolean isQuiet(long nowNs) {
        if (progressed) {
            progressed = false;
            lastProgressNs = nowNs;
        }
        return nowNs - lastProgressNs > limitNs;
    }

    /**
     * What is wrong with a quiet that lasts too long.
     *
     * @param follows whether it waits for another shard, which knows better who is missing and shall speak first
     */
    Optional<String> find(long nowNs, boolean follows, long stepsDone, Supplier<String> missing) {
        long patienceNs = follows ? limitNs + limitNs / 2 : limitNs;
        return nowNs - lastProgressNs > patienceNs
                ? Optional.of("no progress for " + patienceNs / 1_000_000 + " ms at step " + (stepsDone + 1) + ": "
                        + missing.get() + " missing")
                : Optional.empty();
    }
}

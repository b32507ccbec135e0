package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether anything has happened lately. */
final class StallWatch {
    private static final int PATIENCE_PER_LIMIT = 4;
    private static final int QUARTERS = 4;

    private final long limitNs;
    private long lastProgressNs;
    private long lastPatienceNs;
    private boolean progressed;
    private boolean progressedSince;

    /**
     * How much a shard can know of who is missing. Who knows less waits longer, so that who knows more speaks first.
     */
    enum Insight {
        /** Who keeps the others waiting. */
        WHOLE(4),
        /** Whose messages are missing here, who may be waiting for somebody else. */
        OWN(5),
        /** Only which other shard is missing, which knows why. */
        NONE(6);

        private final int quarters;

        Insight(int quarters) {
            this.quarters = quarters;
        }
    }

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
     * @param insight how much the shard can know of it
     */
    Optional<String> find(long nowNs, Insight insight, long stepsDone, Supplier<String> missing) {
        long patienceNs = limitNs / QUARTERS * insight.quarters;
        return nowNs - lastProgressNs > patienceNs
                ? Optional.of("no progress for " + patienceNs / 1_000_000 + " ms at step " + (stepsDone + 1) + ": "
                        + missing.get() + " missing")
                : Optional.empty();
    }
}

package org.noisescale.parameterserver.client;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until a time, to within some ten microseconds where the core is free, and works meanwhile. The shards are told
 * now and then that the worker is there, since they cannot know how long it takes.
 */
final class TimedWait {
    private static final int PATIENCE_PER_LIMIT = 4;
    /** Shorter waits are spent looking: a park takes longer than it is asked for. */
    private static final long PARK_MIN_NS = 200_000;

    private static final long PARK_NS = 50_000;

    private final long patienceNs;
    private final BooleanSupplier work;
    private final Runnable patience;

    /**
     * A way to wait.
     *
     * @param limitNs after how long without a word others give a worker up
     * @param work is done again and again; false ends the wait
     * @param patience says the word
     */
    TimedWait(long limitNs, BooleanSupplier work, Runnable patience) {
        patienceNs = limitNs / PATIENCE_PER_LIMIT;
        this.work = work;
        this.patience = patience;
    }

    /** Waits until a time of {@link System#nanoTime()}; false if the work ended it. */
    boolean until(long timeNs) {
        long saidNs = System.nanoTime();
        for (long nowNs = saidNs; nowNs - timeNs < 0; nowNs = System.nanoTime()) {
            if (!work.getAsBoolean()) {
                return false;
            }
            if (nowNs - saidNs > patienceNs) {
                patience.run();
                saidNs = nowNs;
            }
            if (timeNs - nowNs > PARK_MIN_NS) {
                LockSupport.parkNanos(PARK_NS);
            } else {
                Thread.onSpinWait();
            }
        }
        return true;
    }
}

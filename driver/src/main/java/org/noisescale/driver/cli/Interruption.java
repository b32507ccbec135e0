package org.noisescale.driver.cli;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C: what runs is told to stop, and the JVM waits, for a limited time, until the command has put its results in
 * order.
 */
final class Interruption implements AutoCloseable {
    /** The exit status of a process that Ctrl-C ended. */
    static final int STATUS = 130;

    private static final long PATIENCE_SECONDS = 15;
    private static final AtomicBoolean UNDER_WAY = new AtomicBoolean();

    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    private final Thread hook = new Thread(this::interrupt, "interruption");

    /** From now until closing, Ctrl-C waits for closing. */
    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says how the work in progress is stopped. */
    void stopWith(Runnable action) {
        stop.set(action);
    }

    /** Whether this process is ending because somebody asked it to. */
    static boolean isUnderWay() {
        return UNDER_WAY.get();
    }

    private void interrupt() {
        UNDER_WAY.set(true);
        Objects.requireNonNull(stop.get()).run();
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has put its results in order. */
    @Override
    public void close() {
        finished.countDown();
        if (!isUnderWay()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}

package org.noisescale.parameterserver.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, or whatever else asks this process to end: it ends when the server has taken leave, after a limited time. */
final class Termination implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 25;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /** From now until closing, the end of the process waits for closing. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onEnd, "termination"));
    }

    private void onEnd() {
        try {
            asked.countDown();
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until somebody asks, for so long at most; whether somebody did. */
    boolean await(Duration limit) throws InterruptedException {
        return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        finished.countDown();
    }
}

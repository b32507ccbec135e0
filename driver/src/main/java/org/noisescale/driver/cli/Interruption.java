package org.noisescale.driver.cli;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.noisescale.driver.job.StopRequest;

/**
 * Ctrl-C, or whatever else asks this process to end: it becomes a request to stop, and the JVM waits for a limited time
 * until the command has put its results in order. The process then ends with the status that belongs to the signal.
 */
final class Interruption implements AutoCloseable {
    /** The exit status of a process that Ctrl-C ended. */
    static final int STATUS = 130;

    private static final long PATIENCE_SECONDS = 15;

    private final StopRequest stop;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicBoolean ofSpark = new AtomicBoolean();
    private final Thread hook = new Thread(this::interrupt, "interruption");

    Interruption(StopRequest stop) {
        this.stop = stop;
    }

    /** From now until closing, the end of the process waits for closing. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        try {
            ofSpark.set(Thread.getAllStackTraces().values().stream().anyMatch(Interruption::isSparkAtTheEnd));
            stop.make();
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Spark has its own limits, such as that of executors that fail; a thread of it then waits for the end. */
    private static boolean isSparkAtTheEnd(StackTraceElement[] frames) {
        return Arrays.stream(frames).anyMatch(frame -> frame.getMethodName().equals("exit"))
                && Arrays.stream(frames).anyMatch(frame -> frame.getClassName().startsWith("org.apache.spark."));
    }

    /** Whether it was Spark that ended the process, and nobody outside. */
    boolean isOfSpark() {
        return ofSpark.get();
    }

    /** The command has put its results in order. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending; the hook has run or is about to return.
        }
    }
}

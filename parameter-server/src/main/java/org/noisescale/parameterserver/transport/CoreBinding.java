package org.noisescale.parameterserver.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/**
 * Keeps a thread on one core, if the JVM flag {@link #PROPERTY} asks for it. Workers and shards that wait do so by
 * yielding, so that all of them are always runnable: where they are as many as the cores or more, Linux may leave three
 * on one core and one on the other for seconds. Worker w goes to core w, shard i to core W + i, modulo the cores that
 * the process may use, so that on few cores each has as many as the others.
 *
 * <p>For machines on which nothing else runs: a bound thread does not move away from another one's work, not even from
 * that of a second run, which counts its cores from 0 as well. Linux only; the system's {@code taskset} does it.
 */
public final class CoreBinding implements AutoCloseable {
    /** The JVM flag; {@code true} or {@code false}. */
    public static final String PROPERTY = "noisescale.bind";

    private static final String TASKSET = "taskset";
    private static final Path THIS_THREAD = Path.of("/proc/thread-self");
    /** Its own thread is the process's first, which no Java code runs on and nobody binds. */
    private static final Path PROCESS_STATUS = Path.of("/proc/self/status");

    private static final int PATIENCE_SECONDS = 10;

    private final String thread;
    private final CoreList all;

    private CoreBinding(String thread, CoreList all) {
        this.thread = thread;
        this.all = all;
    }

    /** Whether threads are bound in this JVM. */
    public static boolean isWanted() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Why the flag cannot be followed here, and what to do about it. */
    public static Optional<String> findObstacle() {
        String value = System.getProperty(PROPERTY, "false");
        if (!value.equals("true") && !value.equals("false")) {
            return Optional.of("the JVM flag " + PROPERTY + " must be true or false, was " + value);
        }
        if (isWanted() && !(Files.exists(THIS_THREAD) && runs(List.of(TASKSET, "--version")))) {
            return Optional.of("the JVM flag " + PROPERTY
                    + "=true needs Linux and its program taskset (package util-linux); leave the flag out here");
        }
        return Optional.empty();
    }

    /**
     * Binds the calling thread, or does nothing if that is not wanted.
     *
     * @param position of the thread among all that are bound
     * @throws RunAbortedException if it cannot be bound
     */
    public static CoreBinding ofThisThread(int position) {
        if (!isWanted()) {
            return new CoreBinding("", CoreList.NONE);
        }
        try {
            CoreList all = CoreList.ofStatus(Files.readString(PROCESS_STATUS));
            String thread = THIS_THREAD.toRealPath().getFileName().toString();
            bind(thread, String.valueOf(all.at(position)));
            return new CoreBinding(thread, all);
        } catch (IOException e) {
            throw new RunAbortedException("a thread cannot be bound to a core: " + e.getMessage());
        }
    }

    private static void bind(String thread, String cores) {
        if (!runs(List.of(TASKSET, "--cpu-list", "--pid", cores, thread))) {
            throw new RunAbortedException("thread " + thread + " cannot be bound to cores " + cores + "; leave out the "
                    + "JVM flag " + PROPERTY);
        }
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets the thread, from which this need not be called, run anywhere again. */
    @Override
    public void close() {
        if (!thread.isEmpty()) {
            bind(thread, all.text());
        }
    }
}

package org.noisescale.driver.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of a cluster, by the shell that starts it again when it ends.
 *
 * @param name what it is called, e.g. {@code worker-1}
 * @param pid the shell's number, which the system gives to another process when it has ended
 * @param started when it began, which tells it from such another one
 */
public record ClusterProcess(String name, long pid, Instant started) {
    /** The system counts from its own start, which it knows only roughly. */
    private static final Duration CLOCK_ERROR = Duration.ofSeconds(5);

    static ClusterProcess of(String name, ProcessHandle handle) {
        return new ClusterProcess(name, handle.pid(), startOf(handle).orElse(Instant.now()));
    }

    private static Optional<Instant> startOf(ProcessHandle handle) {
        return handle.info().startInstant();
    }

    /** The shell; nothing if it has ended, whoever has its number now. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> startOf(handle).filter(this::isStart).isPresent());
    }

    private boolean isStart(Instant instant) {
        return Duration.between(started, instant).abs().compareTo(CLOCK_ERROR) < 0;
    }

    /** Whether the shell runs. */
    boolean isAlive() {
        return find().isPresent();
    }

    /** The process itself; nothing if it has ended and is not started again. */
    public Optional<ProcessHandle> program() {
        return find().flatMap(shell -> shell.children().findFirst());
    }
}

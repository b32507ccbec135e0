package org.noisescale.parameterserver.protocol;

/** Where a shard's messages to all workers go. */
@FunctionalInterface
public interface WorkersSink extends FrameSink {
    /** A worker is to be among them from now on. */
    default void add(int worker, int attempt) {}
}

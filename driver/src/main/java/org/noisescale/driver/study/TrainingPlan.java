package org.noisescale.driver.study;

import java.io.Serializable;

/**
 * How a run trains. {@code batchSize} is the global batch; {@code evaluateEvery} 0 means only at the end;
 * {@code waitLimitSeconds} bounds each wait of a worker or server for another.
 */
public record TrainingPlan(
        Cluster cluster, int batchSize, int steps, Sampling sampling, int evaluateEvery, double waitLimitSeconds)
        implements Serializable {

    /**
     * Who takes part: W workers that serve V virtual workers, S shards, the synchronisation rule, the transport between
     * them.
     */
    public record Cluster(
            int workers, int virtualWorkers, int shards, Synchronization synchronization, Transport transport)
            implements Serializable {}

    /** The synchronisation rule. */
    public enum Synchronization {
        BSP
    }

    /** How messages travel; AUTO is shared memory when all workers live in the driver's JVM, UDP otherwise. */
    public enum Transport {
        AUTO,
        IPC,
        UDP
    }

    /** Whether a batch is drawn with replacement, or without it with a new shuffle for each epoch. */
    public enum Sampling {
        WITH_REPLACEMENT,
        WITHOUT_REPLACEMENT
    }
}

package org.noisescale.parameterserver.client;

import java.io.Serializable;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.WorkerIdentity;

/**
 * What a worker must know to take part in a run.
 *
 * @param waitLimitMs the longest wait for another party, in milliseconds; for parameters a worker waits twice as long,
 *     so that the server, which knows who is missing and has the same limit, speaks first
 * @param averaged whether the server keeps an average of the parameters, which is evaluated in their place
 */
public record ClientPlan(
        long runId,
        Membership membership,
        ParameterLayout layout,
        RunChannels channels,
        long waitLimitMs,
        boolean averaged)
        implements Serializable {
    /** For a run that evaluates the last parameters. */
    public ClientPlan(
            long runId, Membership membership, ParameterLayout layout, RunChannels channels, long waitLimitMs) {
        this(runId, membership, layout, channels, waitLimitMs, false);
    }

    /**
     * Who the worker is among whom.
     *
     * @param attempt how often this worker was started before in this run
     * @param groupSize how many neighbouring virtual workers share statistics; 1 where each stands for itself
     */
    public record Membership(int rank, int attempt, int workers, int virtualWorkers, int shards, int groupSize)
            implements Serializable {
        /** Among virtual workers that do not depend on each other. */
        public Membership(int rank, int attempt, int workers, int virtualWorkers, int shards) {
            this(rank, attempt, workers, virtualWorkers, shards, 1);
        }

        /** Who says so in messages. */
        public WorkerIdentity identity() {
            return new WorkerIdentity(rank, attempt);
        }

        /** Whether no virtual worker is independent of any other. */
        public boolean isOneGroup() {
            return groupSize > 1 && groupSize == virtualWorkers;
        }

        /** The virtual workers that it serves. */
        public VirtualWorkerRange range() {
            return VirtualWorkerRange.of(rank, workers, virtualWorkers);
        }
    }
}

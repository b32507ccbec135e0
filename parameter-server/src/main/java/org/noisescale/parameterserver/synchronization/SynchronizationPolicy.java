package org.noisescale.parameterserver.synchronization;

import java.io.Serializable;

/**
 * The rule that says which pushes count, how many of them make an update, and when a worker may go on; decides, holds
 * no data. A {@link Synchronizer} keeps what it decides upon, for a whole cluster and whatever number of shards.
 */
public interface SynchronizationPolicy extends Serializable {
    /**
     * Whether a push counts.
     *
     * @param read the version at which its gradient was computed; in a synchronous run that is the worker's step
     * @param version how many updates there have been
     */
    Admission admit(long read, long version);

    /** How many pushes make an update, from 1 to so many workers. */
    int quorum(int workers);

    /** Whether a worker that has nothing to do may read the parameters and begin. */
    boolean mayBegin(int worker, Progress progress);

    /** Whether an update ends the work that is in progress, so that everybody begins anew. */
    default boolean cancels() {
        return false;
    }

    /** How many steps of its own a worker that reads a version does before it pushes what they came to. */
    default int localSteps(long version) {
        return 1;
    }
}

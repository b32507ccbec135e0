package org.noisescale.parameterserver.synchronization;

/**
 * Stale synchronous parallel: every gradient is an update of its own, but nobody may be more than s iterations ahead of
 * the slowest worker (Ho et al. 2013, "More effective distributed ML via a stale synchronous parallel parameter
 * server"). With s = 0 all wait for all; without a bound this is the asynchronous rule.
 *
 * @param bound s
 */
public record StaleSynchronousPolicy(long bound) implements SynchronizationPolicy {
    /** Checks the range. */
    public StaleSynchronousPolicy {
        if (bound < 0) {
            throw new IllegalArgumentException("bound must be at least 0, was " + bound);
        }
    }

    @Override
    public Admission admit(long read, long version) {
        return Admission.ofPast(read, version);
    }

    @Override
    public int quorum(int workers) {
        return 1;
    }

    @Override
    public boolean mayBegin(int worker, Progress progress) {
        return progress.pushes(worker) - progress.pushesLeast() <= bound;
    }
}

package org.noisescale.parameterserver.synchronization;

/**
 * K-batch-sync: an update takes the first K gradients of its version, whoever computes them; a worker that is early
 * computes another one (Dutta et al. 2018, arXiv:1803.01113, section 2). The update cancels the rest.
 *
 * @param quorum K
 */
public record BatchSynchronousPolicy(int quorum) implements SynchronizationPolicy {
    /** Checks the range. */
    public BatchSynchronousPolicy {
        Quorum.require(quorum);
    }

    @Override
    public Admission admit(long read, long version) {
        return Admission.ofPresent(read, version);
    }

    @Override
    public int quorum(int workers) {
        return Quorum.of(quorum, workers);
    }

    @Override
    public boolean mayBegin(int worker, Progress progress) {
        return true;
    }

    @Override
    public boolean cancels() {
        return true;
    }
}

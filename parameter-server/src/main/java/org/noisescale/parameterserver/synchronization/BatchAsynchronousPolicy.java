package org.noisescale.parameterserver.synchronization;

/**
 * K-batch-async: an update takes the next K gradients, of whatever version and worker; nobody ever waits (Dutta et al.
 * 2018, arXiv:1803.01113, section 2; Lian et al. 2015, arXiv:1506.08272).
 *
 * @param quorum K
 */
public record BatchAsynchronousPolicy(int quorum) implements SynchronizationPolicy {
    /** Checks the range. */
    public BatchAsynchronousPolicy {
        Quorum.require(quorum);
    }

    @Override
    public Admission admit(long read, long version) {
        return Admission.ofPast(read, version);
    }

    @Override
    public int quorum(int workers) {
        return Quorum.of(quorum, workers);
    }

    @Override
    public boolean mayBegin(int worker, Progress progress) {
        return true;
    }
}

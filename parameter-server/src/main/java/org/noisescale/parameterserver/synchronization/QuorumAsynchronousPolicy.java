package org.noisescale.parameterserver.synchronization;

/**
 * K-async: an update takes the gradients of the first K workers, of whatever version, and these go on with the new one;
 * the others are not disturbed (Dutta et al. 2018, arXiv:1803.01113, section 2).
 *
 * @param quorum K
 */
public record QuorumAsynchronousPolicy(int quorum) implements SynchronizationPolicy {
    /** Checks the range. */
    public QuorumAsynchronousPolicy {
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
        return !progress.contributes(worker);
    }
}

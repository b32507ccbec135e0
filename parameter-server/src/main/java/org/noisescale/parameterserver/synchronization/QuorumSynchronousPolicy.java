package org.noisescale.parameterserver.synchronization;

/**
 * K-sync: an update takes the gradients of the first K workers; the others are cancelled and everybody begins anew
 * (Dutta et al. 2018, arXiv:1803.01113, section 2). With W = K + b workers these are the b backup workers of Chen et
 * al. 2016 (arXiv:1604.00981).
 *
 * @param quorum K
 */
public record QuorumSynchronousPolicy(int quorum) implements SynchronizationPolicy {
    /** Checks the range. */
    public QuorumSynchronousPolicy {
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
        return !progress.contributes(worker);
    }

    @Override
    public boolean cancels() {
        return true;
    }
}

package org.noisescale.parameterserver.synchronization;

/**
 * Local SGD: every worker takes H steps of its own and pushes how far it came; the server waits for all of them (Stich
 * 2019, arXiv:1805.09767). Before the switch workers meet after every step, which is post-local SGD (Lin et al. 2020,
 * arXiv:1808.07217).
 *
 * @param period H
 * @param from the version from which on workers take H steps; 0 for always
 */
public record LocalPolicy(int period, long from) implements SynchronizationPolicy {
    /** Checks the ranges. */
    public LocalPolicy {
        if (period < 1) {
            throw new IllegalArgumentException("period must be at least 1, was " + period);
        }
        if (from < 0) {
            throw new IllegalArgumentException("from must be at least 0, was " + from);
        }
    }

    @Override
    public Admission admit(long read, long version) {
        return Admission.ofPresent(read, version);
    }

    @Override
    public int quorum(int workers) {
        return workers;
    }

    @Override
    public boolean mayBegin(int worker, Progress progress) {
        return !progress.contributes(worker);
    }

    @Override
    public int localSteps(long version) {
        return version < from ? 1 : period;
    }
}

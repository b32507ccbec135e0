package org.noisescale.parameterserver.synchronization;

/**
 * Another rule that turns away what is too stale; its worker begins anew.
 *
 * @param rule the other rule
 * @param most the greatest staleness that counts
 */
public record BoundedStalenessPolicy(SynchronizationPolicy rule, long most) implements SynchronizationPolicy {
    /** Checks the range. */
    public BoundedStalenessPolicy {
        if (most < 0) {
            throw new IllegalArgumentException("stalenessMax must be at least 0, was " + most);
        }
    }

    @Override
    public Admission admit(long read, long version) {
        return version - read > most ? Admission.STALE : rule.admit(read, version);
    }

    @Override
    public int quorum(int workers) {
        return rule.quorum(workers);
    }

    @Override
    public boolean mayBegin(int worker, Progress progress) {
        return rule.mayBegin(worker, progress);
    }

    @Override
    public boolean cancels() {
        return rule.cancels();
    }

    @Override
    public int localSteps(long version) {
        return rule.localSteps(version);
    }
}

package org.noisescale.parameterserver.synchronization;

/** Bulk synchronous: every gradient is applied to exactly the version that it was computed at (Valiant 1990). */
public record BulkSynchronousPolicy() implements SynchronizationPolicy {
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
}

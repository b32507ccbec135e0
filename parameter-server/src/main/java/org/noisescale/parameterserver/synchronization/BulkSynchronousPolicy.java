package org.noisescale.parameterserver.synchronization;

/** Bulk synchronous: every gradient is applied to exactly the version that it was computed at (Valiant 1990). */
public record BulkSynchronousPolicy() implements SynchronizationPolicy {
    @Override
    public Admission admit(long step, long version) {
        if (step == version) {
            return Admission.ADMIT;
        }
        return step < version ? Admission.STALE : Admission.EARLY;
    }
}

package org.noisescale.parameterserver.synchronization;

/** The rule that says which contributions count; decides, holds no data. */
public interface SynchronizationPolicy {
    /**
     * Whether a contribution counts.
     *
     * @param step the step of the worker, 0 for the first; its gradient was computed at that version
     * @param version how many updates the chunk has had
     */
    Admission admit(long step, long version);
}

package org.noisescale.parameterserver.synchronization;

/** Asynchronous: every gradient is an update of its own, and its worker goes on with that (Dean et al. 2012). */
public record AsynchronousPolicy() implements SynchronizationPolicy {
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
        return true;
    }
}

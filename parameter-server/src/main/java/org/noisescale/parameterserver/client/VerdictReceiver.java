package org.noisescale.parameterserver.client;

import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.VerdictAdapter;

/**
 * Waits for one verdict at a time. The first one for the version that was evaluated counts; late, doubled and premature
 * ones change nothing.
 */
final class VerdictReceiver implements VerdictAdapter.Listener {
    private static final long NONE = -1;

    private long awaited = NONE;
    private boolean finished;

    /** Says which version is evaluated next; to be called before anybody can judge it. */
    void await(long version) {
        awaited = version;
        finished = false;
    }

    /** Whether the verdict is there. */
    boolean isComplete() {
        return awaited == NONE;
    }

    /** Whether it says that the run is over. */
    boolean isFinished() {
        return finished;
    }

    @Override
    public void onVerdict(long version, boolean over) {
        if (awaited != NONE && version == awaited) {
            awaited = NONE;
            finished = over;
        }
    }

    @Override
    public void onStop(String reason) {
        throw new RunAbortedException(reason);
    }
}

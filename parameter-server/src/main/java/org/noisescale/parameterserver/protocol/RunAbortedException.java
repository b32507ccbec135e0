package org.noisescale.parameterserver.protocol;

/** A run cannot go on: a wait exceeded its limit, or another party ended the run. The message names who and why. */
public final class RunAbortedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An end with its reason, one line. */
    public RunAbortedException(String reason) {
        super(reason);
    }
}

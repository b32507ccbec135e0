package org.noisescale.driver.job;

import org.jspecify.annotations.Nullable;

/** A run could not be finished, for a reason that is not the user's input; exit status 1. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One line that says which run and why. */
    public RunFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package org.noisescale.driver.job;

import org.jspecify.annotations.Nullable;

/** An attempt of a run lost a party that another attempt may have again: a worker, a server, a connection. */
final class LostAttemptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One line that says what was lost. */
    LostAttemptException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** The line. */
    String reason() {
        return String.valueOf(getMessage());
    }
}

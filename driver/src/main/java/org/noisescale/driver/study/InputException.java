package org.noisescale.driver.study;

/** The user is wrong: one line that says where, what, and how to mend it. */
public final class InputException extends RuntimeException {
    /** A message for a human. */
    public InputException(String message) {
        super(message);
    }

    /** A message for a human, and what the machine said. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}

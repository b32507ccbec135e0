package org.noisescale.driver.study;

/**
 * The user's input is wrong. The message is one line for a human: where, what, and how to mend it; the command line
 * prints it without a stack trace and exits with status 2.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For trouble that was found by looking at the input. */
    public InputException(String message) {
        super(message);
    }

    /** For trouble that another exception reported; {@code cause} is shown with {@code --verbose} only. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}

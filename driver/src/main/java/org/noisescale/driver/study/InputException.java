package org.noisescale.driver.study;

/** The user is wrong: a message of one line that says where, what, and how to mend it. */
public final class InputException extends RuntimeException {
    /** A message that stands for itself. */
    public InputException(String message) {
        super(message);
    }

    /** A message with the trouble underneath, which only {@code --verbose} shows. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}

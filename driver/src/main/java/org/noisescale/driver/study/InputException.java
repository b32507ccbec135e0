package org.noisescale.driver.study;

<<<<<<< HEAD
/**
 * The user's input is wrong. The message is one line for a human: where, what, and how to mend it; the command line
 * prints it without a stack trace and exits with status 2.
 */
public final class InputException extends RuntimeException {
    /** For trouble that was found by looking at the input. */
=======
/** The user is wrong: a message of one line that says where, what, and how to mend it. */
public final class InputException extends RuntimeException {
    /** A message that stands for itself. */
>>>>>>> fc262fa
    public InputException(String message) {
        super(message);
    }

<<<<<<< HEAD
    /** For trouble that another exception reported; {@code cause} is shown with {@code --verbose} only. */
=======
    /** A message with the trouble underneath, which only {@code --verbose} shows. */
>>>>>>> fc262fa
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.noisescale.worker.gradient.configuration;

/** A model cannot be trained here, or not on this data; the message is a part of a line for the user. */
public final class RefusedModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For what was found by looking at the model. */
    public RefusedModelException(String message) {
        super(message);
    }

    /** For what DL4J reported. */
    public RefusedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}

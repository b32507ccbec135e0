package org.noisescale.parameterserver.control;

/** A server cannot be used: nobody answers, or it says no. The message names the server and what to do. */
public final class ServerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One line. */
    public ServerRefusedException(String message) {
        super(message);
    }
}

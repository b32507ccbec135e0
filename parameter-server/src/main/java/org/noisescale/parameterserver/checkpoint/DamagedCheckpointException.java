package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;

/** A file is no checkpoint that can be used, for a reason in one line. */
public final class DamagedCheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedCheckpointException(String reason) {
        super(reason);
    }
}

package org.noisescale.parameterserver.transport;

import io.aeron.CommonContext;
import io.aeron.Image;

/** One of those who send on a stream. */
record Sender(Image image) {
    /**
     * Whether it has closed the stream, or was silent for so long that it counts as gone; if it is heard again, that is
     * another sender, since something may be missing in between.
     */
    boolean isGone() {
        return image.isClosed();
    }

    /** Where it is, for the end of a name; nothing if that is this machine's shared memory. */
    String place() {
        String source = image.sourceIdentity();
        return source.equals(CommonContext.IPC_CHANNEL) ? "" : " at " + source;
    }
}

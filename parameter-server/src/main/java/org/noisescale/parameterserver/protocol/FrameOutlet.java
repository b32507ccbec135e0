package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;

/** Where encoded messages go if there is room for them, for a sender that must not wait. */
@FunctionalInterface
public interface FrameOutlet {
    /**
     * Sends the message in {@code buffer[0, length)} if that is possible at once; false if it is to be offered again.
     * Throws when the other side is gone for good.
     */
    boolean offer(DirectBuffer buffer, int length);
}

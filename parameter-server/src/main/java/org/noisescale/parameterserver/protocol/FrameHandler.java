package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;

/** Takes received messages; the bytes are valid only during the call. */
@FunctionalInterface
public interface FrameHandler {
    /** One whole message stands in {@code buffer[offset, offset + length)}. */
    void onFrame(DirectBuffer buffer, int offset, int length);
}

package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;

/** Where encoded messages go. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Sends one message that consists of two parts, so that bulk data needs no intermediate copy. Returns once the
     * bytes are copied; waits under back pressure, and throws when the other side is gone or the wait exceeds its
     * limit.
     *
     * @param bodyLength may be 0
     */
    void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength);
}

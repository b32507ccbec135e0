package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

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

    /**
     * Sends one message that consists of a header and floats, on the same terms.
     *
     * @param scratch has room for the floats; used where they cannot be written straight to where the message goes
     */
    default void send(DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch) {
        FloatBytes.write(scratch, 0, values, values.length);
        send(header, headerLength, scratch, 0, values.length * Float.BYTES);
    }
}

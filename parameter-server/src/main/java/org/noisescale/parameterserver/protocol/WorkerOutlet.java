package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Where a shard's messages to single workers go, for a sender that must not wait for any of them. */
@FunctionalInterface
public interface WorkerOutlet {
    /**
     * Sends a header and floats to one worker, if that is possible at once; false if they are to be offered again.
     *
     * @param scratch has room for the floats; used where they cannot be written straight to where the message goes
     */
    boolean offer(int worker, DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch);
}

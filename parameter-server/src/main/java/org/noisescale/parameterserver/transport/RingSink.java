package org.noisescale.parameterserver.transport;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.FrameSink;

/** Sends messages through a ring, from one thread; they are written where the receiver reads them. */
final class RingSink implements FrameSink {
    private final OneToOneRingBuffer messages;
    private final Patience patience;

    RingSink(ChunkRing ring, Patience patience) {
        messages = ring.messages();
        this.patience = patience;
    }

    /** Whether a message may be so long. */
    boolean takes(int length) {
        return length <= messages.maxMsgLength();
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        int index = claim(headerLength + bodyLength);
        AtomicBuffer memory = messages.buffer();
        memory.putBytes(index, header, 0, headerLength);
        memory.putBytes(index + headerLength, body, bodyOffset, bodyLength);
        messages.commit(index);
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch) {
        int index = claim(headerLength + values.length * Float.BYTES);
        AtomicBuffer memory = messages.buffer();
        memory.putBytes(index, header, 0, headerLength);
        FloatBytes.write(memory, index + headerLength, values, values.length);
        messages.commit(index);
    }

    /** Sends a header and floats if there is room for them. */
    boolean offer(DirectBuffer header, int headerLength, float[] values) {
        int index = messages.tryClaim(ChunkRing.MESSAGE, headerLength + values.length * Float.BYTES);
        if (index < 0) {
            return false;
        }
        AtomicBuffer memory = messages.buffer();
        memory.putBytes(index, header, 0, headerLength);
        FloatBytes.write(memory, index + headerLength, values, values.length);
        messages.commit(index);
        return true;
    }

    private int claim(int length) {
        int index = messages.tryClaim(ChunkRing.MESSAGE, length);
        while (index < 0) {
            patience.pause(true, "it does not read its shared memory");
            index = messages.tryClaim(ChunkRing.MESSAGE, length);
        }
        patience.end();
        return index;
    }
}

package org.noisescale.parameterserver.transport;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.FrameHandler;

/** Messages that arrive through a ring; polled by one thread. */
final class RingSource {
    private final OneToOneRingBuffer messages;
    private final MessageHandler adapter = (type, buffer, index, length) -> handOver(buffer, index, length);
    private @Nullable FrameHandler handler;

    RingSource(ChunkRing ring) {
        messages = ring.messages();
    }

    private void handOver(MutableDirectBuffer buffer, int index, int length) {
        if (handler != null) {
            handler.onFrame(buffer, index, length);
        }
    }

    /** Hands up to {@code limit} messages to the handler; returns how many there were. */
    int poll(FrameHandler to, int limit) {
        handler = to;
        return messages.read(adapter, limit);
    }
}

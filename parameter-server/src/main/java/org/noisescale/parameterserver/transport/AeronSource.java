package org.noisescale.parameterserver.transport;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.FrameHandler;

/** Messages that arrive on one stream; polled by one thread. */
public final class AeronSource implements AutoCloseable {
    private final Subscription subscription;
    private @Nullable FrameHandler handler;
    private final FragmentAssembler assembler;

    AeronSource(Subscription subscription) {
        this.subscription = subscription;
        assembler = new FragmentAssembler((buffer, offset, length, header) -> {
            if (handler != null) {
                handler.onFrame(buffer, offset, length);
            }
        });
    }

    /** Hands up to {@code limit} message fragments to the handler; returns how many there were. */
    public int poll(FrameHandler handler, int limit) {
        this.handler = handler;
        return subscription.poll(assembler, limit);
    }

    /** Whether at least one sender is there. */
    public boolean isConnected() {
        return subscription.isConnected();
    }

    /** How many senders are there. */
    public int senders() {
        return subscription.imageCount();
    }

    @Override
    public void close() {
        subscription.close();
    }
}

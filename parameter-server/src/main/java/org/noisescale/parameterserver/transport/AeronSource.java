package org.noisescale.parameterserver.transport;

import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.FrameHandler;

/** Messages that arrive on one stream; polled by one thread. */
public final class AeronSource implements AutoCloseable {
    private final Subscription subscription;
    private @Nullable FrameHandler handler;
    private @Nullable Header handed;
    private final FragmentAssembler assembler;

    AeronSource(Subscription subscription) {
        this.subscription = subscription;
        assembler = new FragmentAssembler(this::handOver);
    }

    private void handOver(DirectBuffer buffer, int offset, int length, Header header) {
        if (handler != null) {
            handed = header;
            handler.onFrame(buffer, offset, length);
            handed = null;
        }
    }

    /** Hands up to {@code limit} message fragments to the handler; returns how many there were. */
    public int poll(FrameHandler handler, int limit) {
        this.handler = handler;
        return subscription.poll(assembler, limit);
    }

    /** Who sent the message that is handed over at this moment; empty at any other. */
    Optional<Sender> findSender() {
        return handed != null && handed.context() instanceof Image image
                ? Optional.of(new Sender(image))
                : Optional.empty();
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

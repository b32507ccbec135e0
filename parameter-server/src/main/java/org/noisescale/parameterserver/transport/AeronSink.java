package org.noisescale.parameterserver.transport;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/**
 * Sends messages on one stream, from one thread. Under back pressure, or while nobody listens yet, it polls and parks
 * for microseconds until its limit is reached.
 */
public final class AeronSink implements FrameSink, FrameOutlet, AutoCloseable {
    private final ExclusivePublication publication;
    private final long waitLimitNs;
    private final String receiver;
    private final IdleStrategy idle = AeronNode.newIdleStrategy();
    private IntSupplier whileWaiting = () -> 0;
    private long blockedNs;

    AeronSink(ExclusivePublication publication, Duration waitLimit, String receiver) {
        this.publication = publication;
        this.waitLimitNs = waitLimit.toNanos();
        this.receiver = receiver;
    }

    /**
     * Work to do while a message cannot be sent; returns how much it did. A worker receives here, so that it and a
     * shard cannot wait for each other.
     */
    public void whileWaiting(IntSupplier work) {
        whileWaiting = work;
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        long result = publication.offer(header, 0, headerLength, body, bodyOffset, bodyLength, null);
        if (result > 0) {
            return;
        }
        long startNs = System.nanoTime();
        long deadlineNs = startNs + waitLimitNs;
        idle.reset();
        while (result <= 0) {
            requireOpen(result);
            requireTime(deadlineNs, result);
            idle.idle(whileWaiting.getAsInt());
            result = publication.offer(header, 0, headerLength, body, bodyOffset, bodyLength, null);
        }
        blockedNs += System.nanoTime() - startNs;
    }

    /** For how long messages could not be sent, in all. */
    public long blockedNs() {
        return blockedNs;
    }

    /** {@inheritDoc} */
    @Override
    public boolean offer(DirectBuffer buffer, int length) {
        long result = publication.offer(buffer, 0, length);
        if (result <= 0) {
            requireOpen(result);
        }
        return result > 0;
    }

    private void requireOpen(long result) {
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new RunAbortedException(
                    "the connection to " + receiver + " is closed (" + Publication.errorString(result) + ")");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new RunAbortedException("interrupted while sending to " + receiver);
        }
    }

    private void requireTime(long deadlineNs, long result) {
        if (System.nanoTime() - deadlineNs > 0) {
            throw new RunAbortedException("could not send to " + receiver + " within "
                    + Duration.ofNanos(waitLimitNs).toMillis() + " ms (" + Publication.errorString(result) + ")");
        }
    }

    /** Whether somebody listens. */
    public boolean isConnected() {
        return publication.isConnected();
    }

    @Override
    public void close() {
        publication.close();
    }
}

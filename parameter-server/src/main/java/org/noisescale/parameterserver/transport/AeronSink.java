package org.noisescale.parameterserver.transport;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.noisescale.parameterserver.protocol.FloatBytes;
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
    private final IdleStrategy idle = AeronSettings.newIdleStrategy();
    private final BufferClaim claim = new BufferClaim();
    private final WaitMeter waits = new WaitMeter();
    private boolean pressed;
    private long beganNs;
    private IntSupplier whileWaiting = () -> 0;

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
        long deadlineNs = 0;
        while (result <= 0) {
            deadlineNs = backOff(result, deadlineNs);
            result = publication.offer(header, 0, headerLength, body, bodyOffset, bodyLength, null);
        }
        endWait();
    }

    /** {@inheritDoc} Straight into the log where a fragment has room for it. */
    @Override
    public void send(DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch) {
        int length = headerLength + values.length * Float.BYTES;
        if (length > publication.maxPayloadLength()) {
            FrameSink.super.send(header, headerLength, values, scratch);
            return;
        }
        long result = publication.tryClaim(length, claim);
        long deadlineNs = 0;
        while (result <= 0) {
            deadlineNs = backOff(result, deadlineNs);
            result = publication.tryClaim(length, claim);
        }
        endWait();
        claim.buffer().putBytes(claim.offset(), header, 0, headerLength);
        FloatBytes.write(claim.buffer(), claim.offset() + headerLength, values, values.length);
        claim.commit();
    }

    /** Waits a moment, during which there may be other work; answers when that must end. */
    private long backOff(long result, long begunNs) {
        long deadlineNs = begunNs;
        if (begunNs == 0) {
            beganNs = System.nanoTime();
            pressed = result != Publication.NOT_CONNECTED;
            deadlineNs = beganNs + waitLimitNs;
            idle.reset();
        }
        requireOpen(result);
        requireTime(deadlineNs, result);
        idle.idle(whileWaiting.getAsInt());
        return deadlineNs;
    }

    private void endWait() {
        if (pressed) {
            pressed = false;
            waits.observe(System.nanoTime() - beganNs);
        }
    }

    /** How long it waited because a receiver was not as fast; not counted is the time before there was one. */
    public WaitMeter waits() {
        return waits;
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

package org.noisescale.parameterserver.transport;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
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
    private final Patience patience;
    private final BufferClaim claim = new BufferClaim();
    private boolean met;

    AeronSink(ExclusivePublication publication, Duration waitLimit, String receiver) {
        this.publication = publication;
        patience = new Patience(waitLimit, receiver);
    }

    /**
     * Work to do while a message cannot be sent; returns how much it did. A worker receives here, so that it and a
     * shard cannot wait for each other.
     */
    public void whileWaiting(IntSupplier work) {
        patience.whileWaiting(work);
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        long result = publication.offer(header, 0, headerLength, body, bodyOffset, bodyLength, null);
        while (result <= 0) {
            backOff(result);
            result = publication.offer(header, 0, headerLength, body, bodyOffset, bodyLength, null);
        }
        patience.end();
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
        while (result <= 0) {
            backOff(result);
            result = publication.tryClaim(length, claim);
        }
        patience.end();
        claim.buffer().putBytes(claim.offset(), header, 0, headerLength);
        FloatBytes.write(claim.buffer(), claim.offset() + headerLength, values, values.length);
        claim.commit();
    }

    private void backOff(long result) {
        requireOpen(result);
        patience.pause(result != Publication.NOT_CONNECTED, Publication.errorString(result));
    }

    /** How this sender waits, for whoever sends the same receiver something by another way. */
    Patience patience() {
        return patience;
    }

    /** How long it waited because a receiver was not as fast; not counted is the time before there was one. */
    public WaitMeter waits() {
        return patience.waits();
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

    /**
     * Sends a header and floats if that is possible at once.
     *
     * @param scratch as for {@link #send(DirectBuffer, int, float[], MutableDirectBuffer)}
     */
    boolean offer(DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch) {
        FloatBytes.write(scratch, 0, values, values.length);
        long result = publication.offer(header, 0, headerLength, scratch, 0, values.length * Float.BYTES, null);
        if (result <= 0) {
            requireOpen(result);
        }
        return result > 0;
    }

    private void requireOpen(long result) {
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new RunAbortedException("the connection to " + patience.receiver() + " is closed ("
                    + Publication.errorString(result) + ")");
        }
    }

    /** Whether somebody listens. */
    public boolean isConnected() {
        return publication.isConnected();
    }

    /** Whether somebody listened when this was asked before, and nobody does any more. */
    public boolean isLost() {
        boolean connected = isConnected();
        met |= connected;
        return met && !connected;
    }

    /** What the media driver calls it. */
    long registration() {
        return publication.registrationId();
    }

    /** Who is to listen, in words. */
    public String receiver() {
        return patience.receiver();
    }

    @Override
    public void close() {
        publication.close();
    }
}

package org.noisescale.parameterserver.transport;

import java.util.function.IntSupplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.FrameSink;

/**
 * A worker's connection with one shard: streams, and for chunks a ring in each direction where both share memory.
 * Streams tell whether the shard is still there. For one thread.
 */
public final class ShardLink implements FrameSink, FrameOutlet, AutoCloseable {
    private final AeronSink pushes;
    private final AeronSource parameters;
    private final @Nullable AeronSource readings;
    private final @Nullable Rings rings;

    /** Both directions of shared memory. */
    private record Rings(ChunkRing out, ChunkRing in, RingSink sink, RingSource source) {
        static Rings create(RingFiles files, int bytes, Patience patience) {
            ChunkRing out = ChunkRing.create(files.pushes(), bytes);
            ChunkRing in = ChunkRing.create(files.parameters(), bytes);
            return new Rings(out, in, new RingSink(out, patience), new RingSource(in));
        }
    }

    /** A connection through streams alone. */
    ShardLink(AeronSink pushes, AeronSource parameters) {
        this(pushes, parameters, null);
    }

    /**
     * The same.
     *
     * @param readings what the shard says to this worker alone; null if that is nothing
     */
    ShardLink(AeronSink pushes, AeronSource parameters, @Nullable AeronSource readings) {
        this.readings = readings;
        this.pushes = pushes;
        this.parameters = parameters;
        rings = null;
    }

    /** A connection through streams and new rings, which the shard opens when the worker joins. */
    ShardLink(AeronSink pushes, AeronSource parameters, RingFiles files, int ringBytes) {
        readings = null;
        this.pushes = pushes;
        this.parameters = parameters;
        rings = Rings.create(files, ringBytes, pushes.patience());
    }

    /**
     * Work to do while a message cannot be sent; so a worker receives, and cannot wait for a shard that waits for it.
     */
    public void whileWaiting(IntSupplier work) {
        pushes.whileWaiting(work);
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        if (rings == null || bodyLength == 0 || !rings.sink.takes(headerLength + bodyLength)) {
            pushes.send(header, headerLength, body, bodyOffset, bodyLength);
        } else {
            rings.sink.send(header, headerLength, body, bodyOffset, bodyLength);
        }
    }

    /** {@inheritDoc} Through the stream. */
    @Override
    public boolean offer(DirectBuffer buffer, int length) {
        return pushes.offer(buffer, length);
    }

    /** Hands up to {@code limit} messages, or fragments of them, to the handler; returns how many there were. */
    public int poll(FrameHandler handler, int limit) {
        int work = parameters.poll(handler, limit);
        work += readings == null ? 0 : readings.poll(handler, limit);
        return rings == null ? work : work + rings.source.poll(handler, limit);
    }

    /** The shard has answered, so that it has the rings, and nobody needs to find them any more. */
    public void settle() {
        if (rings != null) {
            rings.out.unlink();
            rings.in.unlink();
        }
    }

    /** The stream to the shard. */
    public AeronSink pushes() {
        return pushes;
    }

    /** Whether the shard is there. */
    public boolean isConnected() {
        return parameters.isConnected() && (readings == null || readings.isConnected());
    }

    /** How long messages could not be sent because the shard was not as fast. */
    public WaitMeter waits() {
        return pushes.waits();
    }

    @Override
    public void close() {
        settle();
        CloseHelper.closeAll(pushes, parameters, readings);
        if (rings != null) {
            CloseHelper.closeAll(rings.out, rings.in);
        }
    }
}

package org.noisescale.parameterserver.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.WorkerOutlet;
import org.noisescale.parameterserver.protocol.WorkersSink;

/**
 * A shard's connection with its workers: streams, and for chunks two rings with each worker that shares memory. Who
 * brings no rings is served by the stream. For one thread.
 */
public final class WorkerLinks implements WorkersSink, WorkerOutlet, AutoCloseable {
    private final AeronSource pushes;
    private final AeronSink parameters;
    private final RingFolder folder;
    private final List<ChunkRing> rings = new ArrayList<>();
    private final List<RingSink> sinks = new ArrayList<>();
    private final List<RingSource> sources = new ArrayList<>();
    private final List<AeronSink> readings;
    private final Map<Integer, RingSink> sinkOf = new HashMap<>();
    private final List<Joined> joined = new ArrayList<>();
    private boolean streamed;

    /** A worker that has joined, and the stream by which it did. */
    private record Joined(int worker, Sender sender) {}

    /** Where the rings of a worker are. */
    @FunctionalInterface
    interface RingFolder {
        /** Those of one attempt of a worker, which need not exist. */
        RingFiles files(int worker, int attempt);
    }

    WorkerLinks(AeronSource pushes, AeronSink parameters, RingFolder folder) {
        this(pushes, parameters, List.of(), folder);
    }

    /**
     * The same with workers that are spoken to one by one.
     *
     * @param readings a stream for each of them, used by those that bring no rings
     */
    WorkerLinks(AeronSource pushes, AeronSink parameters, List<AeronSink> readings, RingFolder folder) {
        this.readings = List.copyOf(readings);
        this.pushes = pushes;
        this.parameters = parameters;
        this.folder = folder;
    }

    /** {@inheritDoc} While its message is handed over, so that it is known which stream is the worker's. */
    @Override
    public void add(int worker, int attempt) {
        pushes.findSender().ifPresent(sender -> joined.add(new Joined(worker, sender)));
        RingFiles files = folder.files(worker, attempt);
        if (!ChunkRing.exists(files.pushes()) || !ChunkRing.exists(files.parameters())) {
            streamed = true;
            return;
        }
        sources.add(new RingSource(keep(ChunkRing.open(files.pushes()))));
        RingSink sink = new RingSink(keep(ChunkRing.open(files.parameters())), parameters.patience());
        sinks.add(sink);
        sinkOf.put(worker, sink);
    }

    private ChunkRing keep(ChunkRing ring) {
        rings.add(ring);
        return ring;
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        parameters.send(header, headerLength, body, bodyOffset, bodyLength);
    }

    /** {@inheritDoc} */
    @Override
    public void send(DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch) {
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).send(header, headerLength, values, scratch);
        }
        if (streamed) {
            parameters.send(header, headerLength, values, scratch);
        }
    }

    /** {@inheritDoc} */
    @Override
    public boolean offer(
            int worker, DirectBuffer header, int headerLength, float[] values, MutableDirectBuffer scratch) {
        RingSink ring = sinkOf.get(worker);
        return ring == null
                ? readings.get(worker).offer(header, headerLength, values, scratch)
                : ring.offer(header, headerLength, values);
    }

    /** To all workers at once, for a sender that must not wait. */
    public FrameOutlet all() {
        return parameters;
    }

    /**
     * Hands what arrived to the handler; returns how much there was.
     *
     * @param limit for each worker, so that they take turns
     */
    public int poll(FrameHandler handler, int limit) {
        int work = pushes.poll(handler, limit);
        for (int i = 0; i < sources.size(); i++) {
            work += sources.get(i).poll(handler, limit);
        }
        return work;
    }

    /** A worker that has joined and is gone, or has gone silent, in words. */
    public Optional<String> findGone() {
        for (int i = 0; i < joined.size(); i++) {
            Joined there = joined.get(i);
            if (there.sender.isGone()) {
                return Optional.of("worker " + there.worker + there.sender.place());
            }
        }
        return Optional.empty();
    }

    /** How many parties send. */
    public int senders() {
        return pushes.senders();
    }

    /** Whether somebody listens. */
    public boolean isConnected() {
        return parameters.isConnected();
    }

    /** How long messages could not be sent because a worker was not as fast. */
    public WaitMeter waits() {
        return parameters.waits();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(pushes, parameters);
        CloseHelper.closeAll(readings);
        CloseHelper.closeAll(rings);
    }
}

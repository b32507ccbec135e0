package org.noisescale.parameterserver.service;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.transport.AeronSink;

/**
 * Takes the time of a shard's frames, and tells the driver of it after each step. Costs one look at the clock a frame,
 * whose values take a hundred times as long.
 */
final class ShardStopwatch implements FrameHandler {
    private final int shard;
    private final ShardSession session;
    private final AeronSink parameters;
    private final NanoClock clock;
    private long markNs;
    private long chunksSent;
    private long chunksTold;
    private long stepsTold;
    private long aggregateNs;
    private long updateNs;
    private long backPressureNs;
    private long receivedBytes;
    private long sentBytes;

    ShardStopwatch(int shard, ShardSession session, AeronSink parameters, NanoClock clock) {
        this.shard = shard;
        this.session = session;
        this.parameters = parameters;
        this.clock = clock;
        markNs = clock.nanoTime();
        stepsTold = session.stepsDone();
    }

    /** Frames are handed over from now on, one directly after the other. */
    void start() {
        markNs = clock.nanoTime();
    }

    /** When the last frame was done. */
    long markNs() {
        return markNs;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        receivedBytes += length;
        session.frames().onFrame(buffer, offset, length);
        long nowNs = clock.nanoTime();
        long spentNs = nowNs - markNs;
        markNs = nowNs;
        if (session.chunksSent() == chunksSent) {
            aggregateNs += spentNs;
        } else {
            updateNs += spentNs;
            chunksSent = session.chunksSent();
        }
        if (session.stepsDone() > stepsTold) {
            tell();
        }
    }

    private void tell() {
        long blockedNs = parameters.waits().totalNs();
        ShardTiming timing = new ShardTiming(
                shard,
                aggregateNs,
                updateNs,
                blockedNs - backPressureNs,
                receivedBytes,
                session.bytesSent() - sentBytes,
                session.chunksSent() - chunksTold);
        session.reportTiming(stepsTold, timing);
        stepsTold = session.stepsDone();
        aggregateNs = 0;
        updateNs = 0;
        receivedBytes = 0;
        backPressureNs = blockedNs;
        sentBytes = session.bytesSent();
        chunksTold = session.chunksSent();
    }
}

package org.noisescale.parameterserver.service;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.service.ShardMeter.Sum;
import org.noisescale.parameterserver.shard.StepMeasurement;

/**
 * Takes the time of a shard's frames, keeps its meter, and tells the driver after each step. Costs one look at the
 * clock a frame and two more a chunk, whose values take a hundred times as long.
 */
final class ShardStopwatch implements FrameWatch, ShardWatch {
    private final ShardSession session;
    private final ShardMeter meter;
    private final NanoClock clock;
    private final int firstChunk;
    /** When the first gradient of each chunk's open round came. */
    private final long[] openedNs;

    private final boolean[] opened;
    private long markNs;
    private long updatedNs;
    private long publishedNs;
    private long chunksSent;
    private long chunksTold;
    private long stepsTold;
    private long aggregateNs;
    private long updateNs;
    private long backPressureNs;
    private long receivedBytes;
    private long sentBytes;

    ShardStopwatch(ShardRange range, ShardSession session, ShardMeter meter, NanoClock clock) {
        this.session = session;
        this.meter = meter;
        this.clock = clock;
        firstChunk = range.firstChunk();
        openedNs = new long[range.count()];
        opened = new boolean[range.count()];
        markNs = clock.nanoTime();
        stepsTold = session.stepsDone();
        session.showTo(this);
    }

    @Override
    public void start() {
        markNs = clock.nanoTime();
    }

    /** When the last frame was done. */
    @Override
    public long markNs() {
        return markNs;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        receivedBytes += length;
        publishedNs = 0;
        long bytesSent = session.bytesSent();
        session.frames().onFrame(buffer, offset, length);
        long nowNs = clock.nanoTime();
        long spentNs = nowNs - markNs;
        markNs = nowNs;
        meter.add(Sum.RECEIVED_BYTES, length);
        if (session.chunksSent() == chunksSent) {
            aggregateNs += spentNs;
            meter.add(Sum.AGGREGATION_NS, spentNs);
        } else {
            updateNs += spentNs;
            chunksSent = session.chunksSent();
            boolean updated = publishedNs > 0; // The first version is only sent.
            meter.add(Sum.UPDATE_NS, updated ? spentNs - publishedNs : 0);
            meter.add(Sum.PUBLICATION_NS, updated ? publishedNs : spentNs);
            meter.add(Sum.SENT_BYTES, session.bytesSent() - bytesSent);
        }
        if (session.stepsDone() > stepsTold) {
            tell();
        }
    }

    @Override
    public void onPush(int chunk, long staleness) {
        int position = chunk - firstChunk;
        if (!opened[position]) {
            opened[position] = true;
            openedNs[position] = markNs;
        }
        meter.push(staleness);
    }

    @Override
    public void onIgnoredPush() {
        meter.add(Sum.IGNORED_PUSHES, 1);
    }

    @Override
    public void onUpdated() {
        updatedNs = clock.nanoTime();
    }

    @Override
    public void onSent(int chunk) {
        long nowNs = clock.nanoTime();
        publishedNs += nowNs - updatedNs;
        int position = chunk - firstChunk;
        opened[position] = false;
        meter.chunk(nowNs - openedNs[position]);
    }

    @Override
    public void onStep(StepMeasurement measurement) {
        meter.step(measurement);
    }

    private void tell() {
        long blockedNs = meter.backPressure().totalNs();
        ShardTiming timing = new ShardTiming(
                meter.shard(),
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

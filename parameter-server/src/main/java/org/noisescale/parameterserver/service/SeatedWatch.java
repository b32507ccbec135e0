package org.noisescale.parameterserver.service;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.noisescale.parameterserver.service.ShardMeter.Sum;
import org.noisescale.parameterserver.shard.StepMeasurement;

/** Keeps the meter of a shard whose pushes wait for their turn; where the time of an update went is not told then. */
final class SeatedWatch implements FrameWatch, ShardWatch {
    private final SeatedSession session;
    private final ShardMeter meter;
    private final NanoClock clock;
    private long markNs;
    private long sentBytes;

    SeatedWatch(SeatedSession session, ShardMeter meter, NanoClock clock) {
        this.session = session;
        this.meter = meter;
        this.clock = clock;
        markNs = clock.nanoTime();
        session.showTo(this);
    }

    @Override
    public void start() {
        markNs = clock.nanoTime();
    }

    @Override
    public long markNs() {
        return markNs;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        meter.add(Sum.RECEIVED_BYTES, length);
        session.frames().onFrame(buffer, offset, length);
    }

    @Override
    public void onPush(int chunk, long staleness) {
        meter.push(staleness);
    }

    @Override
    public void onIgnoredPush() {
        meter.add(Sum.IGNORED_PUSHES, 1);
    }

    @Override
    public void onUpdated() {
        meter.add(Sum.CHUNKS, 1);
    }

    @Override
    public void onStep(StepMeasurement measurement) {
        meter.step(measurement);
        meter.add(Sum.SENT_BYTES, session.bytesSent() - sentBytes);
        sentBytes = session.bytesSent();
    }
}

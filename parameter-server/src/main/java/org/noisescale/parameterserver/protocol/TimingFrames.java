package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.ShardTimingDecoder;
import org.noisescale.parameterserver.protocol.codec.WorkerTimingDecoder;

/** Reads timings; what is not whole, of another run or impossible is dropped. */
final class TimingFrames {
    private final long runId;
    private final ReportAdapter.Listener listener;
    private final WorkerTimingDecoder worker = new WorkerTimingDecoder();
    private final ShardTimingDecoder shard = new ShardTimingDecoder();

    TimingFrames(long runId, ReportAdapter.Listener listener) {
        this.runId = runId;
        this.listener = listener;
    }

    void onWorkerTiming(DirectBuffer buffer, int offset, int length) {
        if (length != FrameHeader.LENGTH + WorkerTimingDecoder.BLOCK_LENGTH) {
            return;
        }
        int block = offset + FrameHeader.LENGTH;
        worker.wrap(buffer, block, WorkerTimingDecoder.BLOCK_LENGTH, WorkerTimingDecoder.SCHEMA_VERSION);
        if (worker.runId() != runId) {
            return;
        }
        WorkerTiming timing = new WorkerTiming(
                worker.worker(), worker.computeNs(), worker.pushNs(), worker.waitNs(), worker.backPressureNs());
        if (timing.isPossible()) {
            listener.onWorkerTiming(worker.step(), timing);
        }
    }

    void onShardTiming(DirectBuffer buffer, int offset, int length) {
        if (length != FrameHeader.LENGTH + ShardTimingDecoder.BLOCK_LENGTH) {
            return;
        }
        int block = offset + FrameHeader.LENGTH;
        shard.wrap(buffer, block, ShardTimingDecoder.BLOCK_LENGTH, ShardTimingDecoder.SCHEMA_VERSION);
        if (shard.runId() != runId) {
            return;
        }
        ShardTiming timing = new ShardTiming(
                shard.shard(),
                shard.aggregateNs(),
                shard.updateNs(),
                shard.backPressureNs(),
                shard.receivedBytes(),
                shard.sentBytes(),
                shard.chunks());
        if (timing.isPossible()) {
            listener.onShardTiming(shard.step(), timing);
        }
    }
}

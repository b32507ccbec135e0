package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.codec.ArrivalDecoder;
import org.noisescale.parameterserver.protocol.codec.EvaluationDecoder;
import org.noisescale.parameterserver.protocol.codec.LossesDecoder;
import org.noisescale.parameterserver.protocol.codec.MeasurementDecoder;
import org.noisescale.parameterserver.protocol.codec.ShardTimingDecoder;
import org.noisescale.parameterserver.protocol.codec.StatisticsNoiseDecoder;
import org.noisescale.parameterserver.protocol.codec.StopDecoder;
import org.noisescale.parameterserver.protocol.codec.WorkerTimingDecoder;

/** Turns the reports that the driver receives into calls. What is malformed or of another run is dropped. */
public final class ReportAdapter implements FrameHandler {
    private final long runId;
    private final Listener listener;
    private final FrameHeader header = new FrameHeader();
    private final MeasurementDecoder measurement = new MeasurementDecoder();
    private final LossesDecoder losses = new LossesDecoder();
    private final EvaluationFrame evaluation = new EvaluationFrame();
    private final ArrivalDecoder arrival = new ArrivalDecoder();
    private final StatisticsNoiseFrame statistics = new StatisticsNoiseFrame();
    private final StatisticsNoiseFrame.Told told;
    private final StopFrame stop = new StopFrame();
    private final TimingFrames timings;

    /** An adapter for one run. */
    public ReportAdapter(long runId, Listener listener) {
        this.runId = runId;
        this.listener = listener;
        timings = new TimingFrames(runId, listener);
        told = new StatisticsNoiseFrame.Told(runId, listener);
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        switch (header.template(buffer, offset, length)) {
            case MeasurementDecoder.TEMPLATE_ID -> onMeasurement(buffer, offset, length);
            case LossesDecoder.TEMPLATE_ID -> onLosses(buffer, offset, length);
            case StatisticsNoiseDecoder.TEMPLATE_ID -> statistics.tell(header, buffer, offset, length, told);
            case EvaluationDecoder.TEMPLATE_ID -> onEvaluation(buffer, offset, length);
            case WorkerTimingDecoder.TEMPLATE_ID -> onWorkerTiming(buffer, offset, length);
            case ShardTimingDecoder.TEMPLATE_ID -> onShardTiming(buffer, offset, length);
            case ArrivalDecoder.TEMPLATE_ID -> onArrival(buffer, offset, length);
            case StopDecoder.TEMPLATE_ID -> onStop(buffer, offset, length);
            default -> {
                // Not one of ours: nothing on this stream is trusted.
            }
        }
    }

    private void onWorkerTiming(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == WorkerTimingDecoder.BLOCK_LENGTH) {
            timings.onWorkerTiming(buffer, offset, length);
        }
    }

    private void onShardTiming(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == ShardTimingDecoder.BLOCK_LENGTH) {
            timings.onShardTiming(buffer, offset, length);
        }
    }

    private void onMeasurement(DirectBuffer buffer, int offset, int length) {
        int block = MeasurementDecoder.BLOCK_LENGTH;
        if (!header.isWholeGroup(buffer, offset, length, block, MeasurementDecoder.PiecesDecoder.sbeBlockLength())) {
            return;
        }
        measurement.wrap(buffer, offset + FrameHeader.LENGTH, block, MeasurementDecoder.SCHEMA_VERSION);
        int piece = measurement.firstPiece();
        if (measurement.runId() != runId || piece < 0) {
            return;
        }
        long step = measurement.step();
        listener.onExamples(step, measurement.examples());
        for (MeasurementDecoder.PiecesDecoder entry : measurement.pieces()) {
            PieceMeasurement measured = new PieceMeasurement(
                    entry.weightedSquaredNorm(),
                    entry.squaredNorm(),
                    entry.updateProduct(),
                    entry.updateSquaredNorm(),
                    entry.parameterSquaredNorm(),
                    entry.independentWeighted(),
                    entry.independentSquared());
            listener.onPiece(step, piece++, measured);
        }
    }

    private void onLosses(DirectBuffer buffer, int offset, int length) {
        int block = LossesDecoder.BLOCK_LENGTH;
        if (!header.isWholeGroup(buffer, offset, length, block, LossesDecoder.EntriesDecoder.sbeBlockLength())) {
            return;
        }
        losses.wrap(buffer, offset + FrameHeader.LENGTH, block, LossesDecoder.SCHEMA_VERSION);
        if (losses.runId() != runId) {
            return;
        }
        long step = losses.step();
        for (LossesDecoder.EntriesDecoder entry : losses.entries()) {
            listener.onLoss(step, entry.virtualWorker(), entry.examples(), entry.lossSum());
        }
    }

    private void onEvaluation(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == EvaluationDecoder.BLOCK_LENGTH
                && evaluation.wrap(buffer, offset, length)
                && evaluation.runId() == runId) {
            evaluation
                    .findSum()
                    .ifPresent(sum -> listener.onEvaluation(evaluation.version(), evaluation.virtualWorker(), sum));
        }
    }

    private void onArrival(DirectBuffer buffer, int offset, int length) {
        int block = ArrivalDecoder.BLOCK_LENGTH;
        if (header.blockLength() != block || length != FrameHeader.LENGTH + block) {
            return;
        }
        arrival.wrap(buffer, offset + FrameHeader.LENGTH, block, ArrivalDecoder.SCHEMA_VERSION);
        if (arrival.runId() == runId) {
            listener.onArrival(arrival.number(), arrival.worker(), arrival.turn(), arrival.timeNs());
        }
    }

    private void onStop(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == StopDecoder.BLOCK_LENGTH
                && stop.wrap(buffer, offset, length)
                && stop.runId() == runId) {
            listener.onStop(stop.reason());
        }
    }

    /** What the driver is told. */
    public interface Listener {
        /** A shard finished a step over so many examples. */
        void onExamples(long step, long examples);

        /** What was measured of one piece at a finished step. */
        void onPiece(long step, int piece, PieceMeasurement measured);

        /** The loss of a virtual worker's slice of a step, before its update. */
        void onLoss(long step, int virtualWorker, long examples, double lossSum);

        /** How far the statistics of a layer scatter between two batches at the version of a step. */
        default void onStatistics(long step, int virtualWorker, StatisticsNoise noise) {}

        /** A virtual worker's part of the held-out examples at a version. */
        void onEvaluation(long version, int virtualWorker, EvaluationSum sum);

        /** Where a worker's time of a step went. */
        void onWorkerTiming(long step, WorkerTiming timing);

        /** Where a shard's time of a step went. */
        void onShardTiming(long step, ShardTiming timing);

        /** A push was taken as the next, so many nanoseconds after the first turn began. */
        default void onArrival(long number, int worker, long turn, long timeNs) {}

        /** The run ends early. */
        void onStop(String reason);
    }
}

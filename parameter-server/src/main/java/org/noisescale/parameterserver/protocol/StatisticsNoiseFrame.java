package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.codec.StatisticsNoiseDecoder;

/** A received report of how far the statistics of one virtual worker scatter. */
final class StatisticsNoiseFrame {
    private final StatisticsNoiseDecoder decoder = new StatisticsNoiseDecoder();

    /** Tells the listener of every layer in a frame; one that is malformed or of another run is dropped. */
    void tell(FrameHeader header, DirectBuffer buffer, int offset, int length, Told told) {
        int block = StatisticsNoiseDecoder.BLOCK_LENGTH;
        int entry = StatisticsNoiseDecoder.LayersDecoder.sbeBlockLength();
        if (!header.isWholeGroup(buffer, offset, length, block, entry)) {
            return;
        }
        decoder.wrap(buffer, offset + FrameHeader.LENGTH, block, StatisticsNoiseDecoder.SCHEMA_VERSION);
        if (decoder.runId() != told.runId) {
            return;
        }
        long step = decoder.step();
        int virtualWorker = decoder.virtualWorker();
        for (StatisticsNoiseDecoder.LayersDecoder layer : decoder.layers()) {
            told.listener.onStatistics(step, virtualWorker, noise(layer));
        }
    }

    private static StatisticsNoise noise(StatisticsNoiseDecoder.LayersDecoder layer) {
        return new StatisticsNoise(
                layer.segment(),
                layer.values(),
                layer.variance(),
                layer.meanVariance(),
                layer.inverseDeviation(),
                layer.inverseDeviationVariance(),
                layer.normalizedVariance(),
                layer.runningMeanDistance());
    }

    /** Who is told of which run. */
    record Told(long runId, ReportAdapter.Listener listener) {}
}

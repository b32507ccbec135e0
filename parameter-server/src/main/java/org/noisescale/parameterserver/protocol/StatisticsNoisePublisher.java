package org.noisescale.parameterserver.protocol;

import java.util.List;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.StatisticsNoiseEncoder;

/** What a worker says of how far its statistics scatter, as bytes. */
public final class StatisticsNoisePublisher {
    /** Keeps a message below an eighth of a term buffer, the most that Aeron takes; a network may have more layers. */
    private static final int LAYERS_MAX = 128;

    private final long runId;
    private final int worker;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StatisticsNoiseEncoder encoder = new StatisticsNoiseEncoder();

    /** A publisher for one worker of a run. */
    public StatisticsNoisePublisher(long runId, int worker) {
        this.runId = runId;
        this.worker = worker;
    }

    /** Reports what one virtual worker has seen of each layer at a step. */
    public void send(FrameSink driver, long step, int virtualWorker, List<StatisticsNoise> layers) {
        for (int first = 0; first < layers.size(); first += LAYERS_MAX) {
            List<StatisticsNoise> some = layers.subList(first, Math.min(layers.size(), first + LAYERS_MAX));
            StatisticsNoiseEncoder.LayersEncoder entries = encoder.wrapAndApplyHeader(buffer, 0, header)
                    .runId(runId)
                    .step(step)
                    .worker(worker)
                    .virtualWorker(virtualWorker)
                    .layersCount(some.size());
            for (StatisticsNoise layer : some) {
                entries.next()
                        .segment(layer.segment())
                        .values(layer.count())
                        .variance(layer.variance())
                        .meanVariance(layer.meanVariance())
                        .inverseDeviation(layer.inverseDeviation())
                        .inverseDeviationVariance(layer.inverseDeviationVariance())
                        .normalizedVariance(layer.normalizedVariance())
                        .runningMeanDistance(layer.runningMeanDistance());
            }
            driver.send(buffer, encoder.limit(), buffer, 0, 0);
        }
    }
}

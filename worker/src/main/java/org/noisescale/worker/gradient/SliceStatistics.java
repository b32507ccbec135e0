package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.worker.batchnorm.BatchSample;
import org.noisescale.worker.batchnorm.SyncBatchNormalization;

/** Holds the statistics by which a probe was normalised against those of the step's own batch. */
final class SliceStatistics {
    /** Of the probe, by the layer's segment; empty without. */
    private SortedMap<Integer, BatchSample> ofProbe = new TreeMap<>();

    private List<StatisticsNoise> noise = List.of();

    /** Takes what the layers of a network have just seen. */
    void observe(Network network, Pass pass) {
        if (pass.probe()) {
            ofProbe = samples(network);
        } else if (!ofProbe.isEmpty()) {
            noise = compare(samples(network));
            ofProbe = new TreeMap<>();
        }
    }

    private List<StatisticsNoise> compare(Map<Integer, BatchSample> ofStep) {
        List<StatisticsNoise> found = new ArrayList<>();
        ofProbe.forEach((segment, probe) ->
                found.add(Objects.requireNonNull(ofStep.get(segment)).against(probe, segment)));
        return List.copyOf(found);
    }

    /** Of each layer, how its statistics scatter between the last probe and its step. */
    List<StatisticsNoise> noise() {
        return noise;
    }

    private static SortedMap<Integer, BatchSample> samples(Network network) {
        SortedMap<Integer, BatchSample> samples = new TreeMap<>();
        List<Segment> segments = network.segments();
        for (Layer layer : network.layers()) {
            if (layer instanceof SyncBatchNormalization normalization) {
                long offset = normalization.offsetOfRunningMean()
                        - network.parameters().offset();
                samples.put(position(segments, offset), normalization.sample());
            }
        }
        return samples;
    }

    private static int position(List<Segment> segments, long offset) {
        int position = 0;
        while (segments.get(position).offset() != offset) {
            position++;
        }
        return position;
    }
}

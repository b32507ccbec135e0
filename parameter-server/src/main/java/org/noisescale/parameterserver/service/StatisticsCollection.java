package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.noisescale.parameterserver.moments.StatisticsNoise;

/**
 * Collects how far the statistics of a step scatter, by layer and virtual worker, each once. Those of a group are told
 * by all of its virtual workers and are the same, so that the mean over virtual workers is that over groups.
 */
final class StatisticsCollection {
    private final int virtualWorkers;
    private final SortedMap<Integer, SortedMap<Integer, StatisticsNoise>> layers = new TreeMap<>();

    StatisticsCollection(int virtualWorkers) {
        this.virtualWorkers = virtualWorkers;
    }

    /** Takes what a virtual worker tells of a layer. */
    void add(int virtualWorker, StatisticsNoise noise) {
        if (virtualWorker >= 0 && virtualWorker < virtualWorkers) {
            layers.computeIfAbsent(noise.segment(), layer -> new TreeMap<>()).putIfAbsent(virtualWorker, noise);
        }
    }

    /** The mean of every layer of which all virtual workers have told, in the order of layers and virtual workers. */
    List<StatisticsNoise> means() {
        return layers.values().stream()
                .filter(told -> told.size() == virtualWorkers)
                .map(Map::values)
                .map(told -> StatisticsNoise.mean(new ArrayList<>(told)))
                .toList();
    }
}

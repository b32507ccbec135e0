package org.noisescale.driver.analysis.criticalbatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.analysis.RunResult;

/**
 * A batch size and all that was tried with it.
 *
 * @param batchSize in examples
 * @param trials at least one
 */
public record TunedBatch(double batchSize, List<Trial> trials) {
    private static final String BATCH_SIZE = "training.batchSize";

    /** The end of a searched range at which a best trial lies. */
    public enum Edge {
        LOW,
        HIGH
    }

    /** Keeps a copy of the trials that cannot change. */
    public TunedBatch {
        trials = List.copyOf(trials);
    }

    /**
     * The batch sizes of these runs in their order, each with its trials.
     *
     * @param runs that differ in batch size, searched keys and seed only
     * @param batchSize of the runs that do not say it, because it is the same for all
     */
    public static List<TunedBatch> of(List<RunResult> runs, List<String> searched, double batchSize) {
        Map<Double, Map<Map<String, String>, List<RunResult>>> sorted = new LinkedHashMap<>();
        for (RunResult run : runs) {
            String written = run.swept().get(BATCH_SIZE);
            sorted.computeIfAbsent(
                            written == null ? batchSize : Double.parseDouble(written), key -> new LinkedHashMap<>())
                    .computeIfAbsent(values(run, searched), key -> new ArrayList<>())
                    .add(run);
        }
        return sorted.entrySet().stream()
                .map(batch -> new TunedBatch(batch.getKey(), trials(batch.getValue())))
                .sorted(Comparator.comparingDouble(TunedBatch::batchSize))
                .toList();
    }

    private static List<Trial> trials(Map<Map<String, String>, List<RunResult>> runs) {
        return runs.entrySet().stream()
                .map(trial -> Trial.of(trial.getKey(), trial.getValue()))
                .toList();
    }

    private static Map<String, String> values(RunResult run, List<String> searched) {
        Map<String, String> values = new LinkedHashMap<>();
        searched.forEach(key -> values.put(key, run.swept().getOrDefault(key, "")));
        return values;
    }

    /** The trial with the fewest steps in the median; empty if none reached the target in half of its runs. */
    public Optional<Trial> best() {
        return trials.stream()
                .filter(trial -> Double.isFinite(trial.steps().median()))
                .min(Comparator.comparingDouble(trial -> trial.steps().median()));
    }

    /**
     * The end of a key's searched range at which the best trial lies: the optimum may then be beyond it. Empty if it
     * lies within.
     */
    public Optional<Edge> edge(String key) {
        Optional<Double> found = best().map(trial -> trial.number(key));
        if (found.isEmpty() || trials.size() < 2) {
            return Optional.empty();
        }
        double value = found.get();
        if (trials.stream().noneMatch(trial -> trial.number(key) < value)) {
            return Optional.of(Edge.LOW);
        }
        return trials.stream().noneMatch(trial -> trial.number(key) > value)
                ? Optional.of(Edge.HIGH)
                : Optional.empty();
    }
}

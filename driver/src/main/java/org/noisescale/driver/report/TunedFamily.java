package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.noisescale.driver.analysis.RatioEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.analysis.criticalbatch.CriticalBatchFit;
import org.noisescale.driver.analysis.criticalbatch.Trial;
import org.noisescale.driver.analysis.criticalbatch.TunedBatch;
import org.noisescale.driver.analysis.criticalbatch.TunedQuadratic;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.Target;

/**
 * The runs of one study that differ in nothing but batch size, searched keys and seed.
 *
 * @param label says what its runs have in common
 * @param name the same in few words
 * @param searched the searched keys
 * @param batches in the order of their size
 */
record TunedFamily(
        String label, String name, int hue, StudyResults study, List<String> searched, List<TunedBatch> batches) {

    /** The families of runs that have a target; those without are left out. */
    static List<TunedFamily> of(Comparison comparison) {
        List<TunedFamily> families = new ArrayList<>();
        for (StudyResults study : comparison.studies()) {
            Map<Map<String, String>, List<RunResult>> sorted = new LinkedHashMap<>();
            study.runs().stream()
                    .filter(Trial::applies)
                    .forEach(run -> sorted.computeIfAbsent(rest(study, run), rest -> new ArrayList<>())
                            .add(run));
            sorted.forEach((rest, runs) -> families.add(of(comparison, study, rest, runs, families.size())));
        }
        return List.copyOf(families);
    }

    private static TunedFamily of(
            Comparison comparison, StudyResults study, Map<String, String> rest, List<RunResult> runs, int hue) {
        List<String> searched = study.study().searchedKeys();
        double batchSize =
                study.study().find(Comparison.BATCH_SIZE).map(Double::valueOf).orElse(Double.NaN);
        String values = rest.entrySet().stream()
                .map(value -> Comparison.shortName(value.getKey()) + " = " + value.getValue())
                .collect(Collectors.joining(", "));
        String name = comparison.studies().size() > 1 ? comparison.name(study) : "";
        String both = name.isEmpty() || values.isEmpty() ? name + values : name + " · " + values;
        String few = String.join(", ", rest.values());
        return new TunedFamily(
                both.isEmpty() ? Comparison.ALL_RUNS : both,
                few.isEmpty() || !name.isEmpty() ? (both.isEmpty() ? Comparison.ALL_RUNS : both) : few,
                hue,
                study,
                searched,
                TunedBatch.of(runs, searched, batchSize));
    }

    private static Map<String, String> rest(StudyResults study, RunResult run) {
        Map<String, String> rest = new LinkedHashMap<>(run.swept());
        study.study().searchedKeys().forEach(rest::remove);
        rest.remove(Comparison.BATCH_SIZE);
        return rest;
    }

    /** The batch sizes that reached the target, with their best trials. */
    Map<TunedBatch, Trial> best() {
        Map<TunedBatch, Trial> best = new LinkedHashMap<>();
        batches.forEach(batch -> batch.best().ifPresent(trial -> best.put(batch, trial)));
        return best;
    }

    /** The best trial at a batch size; empty if none reached the target there. */
    Optional<Trial> findBest(double batchSize) {
        return batches.stream()
                .filter(batch -> batch.batchSize() == batchSize)
                .findFirst()
                .flatMap(TunedBatch::best);
    }

    /** The hyperbola through the medians of the best trials. */
    Optional<CriticalBatchFit> fit() {
        return CriticalBatchFit.of(
                best().keySet().stream().mapToDouble(TunedBatch::batchSize).toArray(),
                best().values().stream()
                        .mapToDouble(trial -> trial.steps().median())
                        .toArray());
    }

    /** The noise scale that a trial measured, over all its steps and seeds; empty where noise was not measured. */
    static Optional<RatioEstimate> noiseScale(Trial trial) {
        List<RatioEstimate> estimates = trial.runs().stream()
                .map(run -> RatioEstimate.ofSeries(run.series("noise_trace"), run.series("gradient_norm_squared")))
                .filter(estimate -> estimate.count() > 2)
                .toList();
        return estimates.isEmpty() ? Optional.empty() : Optional.of(RatioEstimate.pooled(estimates));
    }

    /** What theory knows; empty unless a noisy quadratic is brought to a target loss by SGD or heavy ball. */
    Optional<TunedQuadratic> theory() {
        RunResult first = batches.get(0).trials().get(0).runs().get(0);
        double momentum = momentum(first);
        if (Double.isNaN(momentum) || !searched.equals(List.of("optimizer.learningRate"))) {
            return Optional.empty();
        }
        return study.study().findConfiguration(first.swept()).flatMap(configuration -> theory(configuration, momentum));
    }

    private static Optional<TunedQuadratic> theory(Configuration configuration, double momentum) {
        if (configuration.data() instanceof DataPlan.Quadratic model
                && configuration.training().target() instanceof Target.Loss target) {
            return Optional.of(new TunedQuadratic(
                            model.curvatures(),
                            model.noiseVariances(),
                            model.initialParameters(),
                            momentum,
                            target.most(),
                            configuration.training().steps())
                    .withoutCopies());
        }
        return Optional.empty();
    }

    private double momentum(RunResult run) {
        return switch (study.findSetting(run, "optimizer.kind").orElse("")) {
            case "sgd" -> 0;
            case "momentum" ->
                study.findSetting(run, "optimizer.momentum")
                        .map(Double::valueOf)
                        .orElse(Double.NaN);
            default -> Double.NaN;
        };
    }

    /** The limit of the runs. */
    double stepsMax() {
        return batches.stream()
                .flatMap(batch -> batch.trials().stream())
                .flatMap(trial -> trial.runs().stream())
                .flatMap(run -> study.findSetting(run, "training.steps").stream())
                .mapToDouble(Double::parseDouble)
                .max()
                .orElse(Double.NaN);
    }
}

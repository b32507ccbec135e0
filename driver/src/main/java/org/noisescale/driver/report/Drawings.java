package org.noisescale.driver.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.study.InputException;

/** The drawings by the names that a study's {@code draws} gives them. */
final class Drawings {
    private static final String CRITICAL_PATH = "critical-path";
    private static final String TIMELINE = "worker-timeline";
    private static final Map<String, Drawing> BY_NAME = Map.ofEntries(
            Map.entry("loss-curves", new LossCurves()),
            Map.entry("evaluation-accuracy", new EvaluationAccuracy()),
            Map.entry("confusion-matrix", new ConfusionMatrix()),
            Map.entry("noise-trace", new NoiseTrace()),
            Map.entry("noise-scale", new NoiseScale()),
            Map.entry("shared-noise", new SharedNoise()),
            Map.entry("statistics-noise", new StatisticsNoise()),
            Map.entry("quadratic-theory", new QuadraticTheory()),
            Map.entry("contact-sheet", new ExampleSheet()),
            Map.entry("critical-batch-size", new CriticalBatchSize()),
            Map.entry("steps-to-target", new StepsToTarget()),
            Map.entry(CRITICAL_PATH, new CriticalPath()),
            Map.entry("loss-over-time", new LossOverTime()),
            Map.entry("update-time", new UpdateTime()),
            Map.entry("staleness", new Staleness()),
            Map.entry("implicit-momentum", new MomentumPath()),
            Map.entry("noise-budget", new BudgetOfNoise()),
            Map.entry("local-spread", new LocalSpread()),
            Map.entry(TIMELINE, new WorkerTimeline()),
            Map.entry("sharpness", new Sharpness()),
            Map.entry("curved-noise-scale", new CurvedNoiseScale()),
            Map.entry("noise-by-direction", new NoiseByDirection()),
            Map.entry("batchnorm-leak", new BatchNormLeak()),
            Map.entry("group-accuracy", new GroupAccuracy()),
            Map.entry("group-noise", new GroupNoise()));

    private Drawings() {}

    /**
     * The drawings that the studies ask for, in the order of the first that asks; what workers did when, and what
     * bounded the steps, is drawn unasked at the end if it was recorded.
     *
     * @throws InputException if a study asks for a drawing that does not exist
     */
    static Map<String, Drawing> askedBy(List<StudyResults> studies) {
        Map<String, Drawing> asked = new LinkedHashMap<>();
        for (StudyResults study : studies) {
            study.study().draws().forEach(name -> asked.put(name, named(name, study)));
        }
        if (studies.stream().anyMatch(WorkerTimeline::isRecorded)) {
            asked.putIfAbsent(TIMELINE, named(TIMELINE, studies.get(0)));
        }
        if (studies.stream().anyMatch(CriticalPath::isRecorded)) {
            asked.putIfAbsent(CRITICAL_PATH, named(CRITICAL_PATH, studies.get(0)));
        }
        return asked;
    }

    private static Drawing named(String name, StudyResults study) {
        Drawing drawing = BY_NAME.get(name);
        if (drawing == null) {
            throw new InputException(study.directory().resolve("study.yaml") + ": draws must be of "
                    + BY_NAME.keySet().stream().sorted().toList() + ", was " + name);
        }
        return drawing;
    }
}

package org.noisescale.driver.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.study.InputException;

/** The drawings by the names that a study's {@code draws} gives them. */
final class Drawings {
    private static final Map<String, Drawing> BY_NAME = Map.of(
            "loss-curves", new LossCurves(),
            "evaluation-accuracy", new EvaluationAccuracy(),
            "confusion-matrix", new ConfusionMatrix(),
            "noise-trace", new NoiseTrace(),
            "noise-scale", new NoiseScale(),
            "quadratic-theory", new QuadraticTheory(),
            "contact-sheet", new ExampleSheet(),
            "critical-batch-size", new CriticalBatchSize(),
            "steps-to-target", new StepsToTarget(),
            "sharpness", new Sharpness(),
            "curved-noise-scale", new CurvedNoiseScale(),
            "noise-by-direction", new NoiseByDirection());

    private Drawings() {}

    /**
     * The drawings that the studies ask for, in the order of the first that asks.
     *
     * @throws InputException if a study asks for a drawing that does not exist
     */
    static Map<String, Drawing> askedBy(List<StudyResults> studies) {
        Map<String, Drawing> asked = new LinkedHashMap<>();
        for (StudyResults study : studies) {
            study.study().draws().forEach(name -> asked.put(name, named(name, study)));
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

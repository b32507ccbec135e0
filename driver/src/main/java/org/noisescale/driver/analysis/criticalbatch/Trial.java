package org.noisescale.driver.analysis.criticalbatch;

import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.RunResult;

/**
 * One set of values of the searched keys at one batch size.
 *
 * @param values by searched key, as the study spells them
 * @param steps to the target, over the seeds
 * @param runs one for each seed
 */
public record Trial(Map<String, String> values, MedianEstimate steps, List<RunResult> runs) {
    private static final String STEPS_TO_TARGET = "steps_to_target";

    /** The trial of runs that differ in nothing but the seed. */
    static Trial of(Map<String, String> values, List<RunResult> runs) {
        double[] steps = runs.stream()
                .mapToDouble(run -> Double.parseDouble(run.summary().getOrDefault(STEPS_TO_TARGET, "NaN")))
                .toArray();
        return new Trial(values, MedianEstimate.of(steps), runs);
    }

    /** Whether a run says how long it took to its target. */
    public static boolean applies(RunResult run) {
        return !run.summary().getOrDefault(STEPS_TO_TARGET, "").isEmpty();
    }

    /** The value of a searched key as a number. */
    public double number(String key) {
        return Double.parseDouble(values.getOrDefault(key, "NaN"));
    }
}

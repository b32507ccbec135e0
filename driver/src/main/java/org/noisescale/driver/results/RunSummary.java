package org.noisescale.driver.results;

import org.noisescale.driver.study.RunPlan;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.noise.NoiseScale;

/**
 * What a finished run amounts to. Figures that do not apply are NaN.
 *
 * @param noise averages over the run
 * @param scale their ratio with its 95 % interval
 */
public record RunSummary(
        RunPlan plan, Effort effort, Losses losses, NoiseReading noise, NoiseScale scale, String parametersSha256) {

    /** What the run took. */
    public record Effort(long steps, long examples, double wallSeconds) {
        /** Training throughput. */
        public double examplesPerSecond() {
            return examples / wallSeconds;
        }
    }

    /**
     * How well it did at the end.
     *
     * @param trainingLoss mean over the last tenth of the steps
     */
    public record Losses(double trainingLoss, double evaluationLoss, double evaluationAccuracy) {}
}

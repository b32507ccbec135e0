package org.noisescale.driver.results;

import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.analysis.StationarityRatio;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.noise.NoiseScale;

/**
 * What a finished run amounts to.
 *
 * @param trainingLoss mean over the last tenth of the steps
 * @param evaluation after the last step
 * @param virtualTime empty under bsp on a real cluster
 * @param noise empty where it cannot be measured
 */
public record RunSummary(
        RunPlan plan,
        Effort effort,
        double trainingLoss,
        Evaluation evaluation,
        Optional<Noise> noise,
        Stationarity stationarity,
        Optional<VirtualTime> virtualTime,
        String parametersSha256) {

    /**
     * How long a run took on the simulated cluster, NaN where time was real, and how stale the gradients were that it
     * used.
     */
    public record VirtualTime(double seconds, double stalenessMean) {}

    /** What the run took, and whether that was enough to reach its target. */
    public record Effort(long steps, long examples, double wallSeconds, Attainment attainment) {
        /** Training throughput, from the submission of the job to the last step. */
        public double examplesPerSecond() {
            return examples / wallSeconds;
        }
    }

    /**
     * The gradient noise of the whole run; all figures are NaN if training diverged.
     *
     * @param mean averages over the steps
     * @param scale their ratio with its 95 % interval
     */
    public record Noise(NoiseReading mean, NoiseScale scale) {}

    /**
     * How well |θ_T|² − |θ₀|² = Σ(−2θ·u + |u|²) holds over the run's updates u; NaN if training diverged.
     *
     * @param residual left side minus right side
     * @param bound the most that rounding explains
     * @param ratios 2⟨θ·u⟩/⟨|u|²⟩ over the second half of the run for trainable segments, by name, in their order; a
     *     segment for which nothing can be said is left out
     */
    public record Stationarity(double residual, double bound, Map<String, StationarityRatio> ratios) {}
}

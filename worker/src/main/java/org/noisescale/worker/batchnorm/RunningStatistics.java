package org.noisescale.worker.batchnorm;

/**
 * What running statistics move by at a step, in DL4J's convention: the optimizer subtracts it, as it would a gradient.
 * With decay d, old value r and that of the batch b the new one is d·r + (1 − d)·b.
 */
final class RunningStatistics {
    private final double decay;

    RunningStatistics(double decay) {
        this.decay = decay;
    }

    /** For means, and for variances kept as such: (1 − d)(r − b). */
    float step(float running, double batch) {
        return (float) ((1 - decay) * (running - batch));
    }

    /** For variances kept as r = log₁₀ σ: r − log₁₀ of the new σ. */
    float stepOfLogarithm(float running, double batchVariance) {
        double variance = Math.pow(10, 2.0 * running);
        return (float) (Math.log10(variance / (decay * variance + (1 - decay) * batchVariance)) / 2);
    }
}

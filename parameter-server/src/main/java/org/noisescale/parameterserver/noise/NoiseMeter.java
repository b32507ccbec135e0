package org.noisescale.parameterserver.noise;

/**
 * Reads the noise of a step's gradients: the trace of the per-example covariance Σ and the squared norm of the true
 * gradient G. It holds no state; norms are additive over parts of the parameter vector, so the same meter reads a
 * segment, a shard or the whole.
 */
public interface NoiseMeter {
    /** A meter for examples that are drawn independently, as from a stream. */
    static NoiseMeter ofIndependentDraws(int virtualWorkers) {
        return new SpreadMeter(virtualWorkers, 0);
    }

    /**
     * A meter for batches drawn from {@code population} examples: without replacement, or each virtual worker from a
     * part of its own.
     */
    static NoiseMeter ofDrawsFromPopulation(int virtualWorkers, long population) {
        if (population < 1) {
            throw new IllegalArgumentException("population must be at least 1, was " + population);
        }
        return new SpreadMeter(virtualWorkers, 1.0 / population);
    }

    /**
     * The same for another number of sums that do not depend on each other; where virtual workers share statistics,
     * these are groups of them, or a step and a probe at the same version.
     */
    default NoiseMeter over(int sums) {
        throw new IllegalStateException("this meter is for one number of sums, was asked about " + sums);
    }

    /**
     * Reads one step, for any part of the parameter vector.
     *
     * @param weightedSquaredNorms Σₖ |sₖ|²/bₖ over virtual workers k with sums sₖ over bₖ examples
     * @param squaredNormOfSum |Σₖ sₖ|²
     * @param examples B = Σₖ bₖ
     */
    NoiseReading read(double weightedSquaredNorms, double squaredNormOfSum, long examples);
}

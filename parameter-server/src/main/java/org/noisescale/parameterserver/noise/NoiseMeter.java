package org.noisescale.parameterserver.noise;

/**
 * The unbiased estimates of McCandlish et al. 2018 (arXiv:1812.06162, appendix A.1) in the form for unequal counts. For
 * virtual workers k = 1..V with sums sₖ over bₖ examples, gₖ = sₖ/bₖ, B = Σ bₖ, ḡ = Σ sₖ/B:
 *
 * <pre>
 *   S    = Σ bₖ |gₖ − ḡ|² / (V − 1) = (Σ |sₖ|²/bₖ − |Σ sₖ|²/B) / (V − 1)    estimates tr Σ
 *   |G|² = |ḡ|² − S/B                                                         estimates |G|²
 * </pre>
 *
 * When batches are drawn without replacement from N examples, |ḡ|² − S/B estimates |G|² − tr Σ/N, so S/N is added.
 *
 * <p>Assumes that the virtual workers' gradients are independent given the parameters; shared BatchNorm statistics
 * break that. With a single virtual worker nothing can be read. Norms are additive over parts of the parameter vector,
 * so the same formula reads a segment, a shard or the whole.
 */
public final class NoiseMeter {
    private static final NoiseReading NOTHING = new NoiseReading(Double.NaN, Double.NaN);

    private final int virtualWorkers;
    private final double inversePopulation;

    private NoiseMeter(int virtualWorkers, double inversePopulation) {
        this.virtualWorkers = virtualWorkers;
        this.inversePopulation = inversePopulation;
    }

    /** A meter for examples that are drawn independently (from a stream, or with replacement). */
    public static NoiseMeter ofIndependentDraws(int virtualWorkers) {
        return new NoiseMeter(virtualWorkers, 0);
    }

    /** A meter for batches drawn without replacement from {@code population} examples. */
    public static NoiseMeter ofDrawsWithoutReplacement(int virtualWorkers, long population) {
        if (population < 1) {
            throw new IllegalArgumentException("population must be at least 1, was " + population);
        }
        return new NoiseMeter(virtualWorkers, 1.0 / population);
    }

    /**
     * Reads one step, for any part of the parameter vector.
     *
     * @param weightedSquaredNorms Σₖ |sₖ|²/bₖ
     * @param squaredNormOfSum |Σₖ sₖ|²
     * @param examples B
     */
    public NoiseReading read(double weightedSquaredNorms, double squaredNormOfSum, long examples) {
        if (virtualWorkers < 2) {
            return NOTHING;
        }
        double trace = (weightedSquaredNorms - squaredNormOfSum / examples) / (virtualWorkers - 1);
        double meanSquared = squaredNormOfSum / ((double) examples * examples);
        return new NoiseReading(trace, meanSquared - trace / examples + trace * inversePopulation);
    }
}

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
 * When batches are drawn without replacement from N examples, |ḡ|² − S/B estimates |G|² − tr Σ/N, so S/N is added. The
 * same holds where the examples are dealt to the virtual workers and each draws with replacement from its own n, over
 * the ways to deal; S then contains the differences between the parts, (b − 1)/n of tr Σ for b draws.
 *
 * <p>Assumes that the virtual workers' gradients are independent given the parameters. Shared BatchNorm statistics
 * break that: with C = tr Cov(gⱼ, gₖ) in the mean over pairs, what is read is S − BC and |G|² + C. With a single
 * virtual worker nothing can be read.
 */
record SpreadMeter(int virtualWorkers, double inversePopulation) implements NoiseMeter {
    private static final NoiseReading NOTHING = new NoiseReading(Double.NaN, Double.NaN);

    @Override
    public NoiseMeter over(int sums) {
        return new SpreadMeter(sums, inversePopulation);
    }

    @Override
    public NoiseReading read(double weightedSquaredNorms, double squaredNormOfSum, long examples) {
        if (virtualWorkers < 2) {
            return NOTHING;
        }
        double trace = (weightedSquaredNorms - squaredNormOfSum / examples) / (virtualWorkers - 1);
        double meanSquared = squaredNormOfSum / ((double) examples * examples);
        return new NoiseReading(trace, meanSquared - trace / examples + trace * inversePopulation);
    }
}

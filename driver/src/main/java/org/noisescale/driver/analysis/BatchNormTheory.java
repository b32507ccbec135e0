package org.noisescale.driver.analysis;

/**
 * How the statistics of n independent normal activations of variance 1 scatter. nσ² has the distribution of χ² with n −
 * 1 degrees of freedom, independent of the mean, so that
 *
 * <pre>
 *   E 1/σ = √(n/2) Γ((n−2)/2)/Γ((n−1)/2)      E 1/σ² = n/(n−3)
 * </pre>
 *
 * @param count n; 1/σ² has a mean from 4 on
 */
public record BatchNormTheory(long count) {
    /** Checks the range. */
    public BatchNormTheory {
        if (count < 4) {
            throw new IllegalArgumentException("count must be at least 4, was " + count);
        }
    }

    /** The variance of the mean. */
    public double meanVariance() {
        return 1.0 / count;
    }

    /** E 1/σ. */
    public double inverseDeviation() {
        return Math.sqrt(count / 2.0) * ratioOfGammas();
    }

    /** Γ((n−2)/2)/Γ((n−1)/2), from those of 2 or 3 on by Γ(x + 1) = xΓ(x). */
    private double ratioOfGammas() {
        double ratio = count % 2 == 0 ? 2 / Math.sqrt(Math.PI) : Math.sqrt(Math.PI);
        for (long n = count % 2 == 0 ? 4 : 3; n < count; n += 2) {
            ratio *= (n - 2.0) / (n - 1.0);
        }
        return ratio;
    }

    /** Var 1/σ. */
    public double inverseDeviationVariance() {
        return count / (count - 3.0) - inverseDeviation() * inverseDeviation();
    }

    /** The variance of what becomes of a fixed activation, one deviation above the mean. */
    public double normalizedVariance() {
        return count / (count - 3.0) * (1 + 1.0 / count) - inverseDeviation() * inverseDeviation();
    }

    /** That of the running mean m ← (1 − ρ)m + ρ·batch mean. */
    public double runningMeanVariance(double rate) {
        return rate / (2 - rate) / count;
    }
}

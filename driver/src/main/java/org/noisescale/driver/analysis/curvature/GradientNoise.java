package org.noisescale.driver.analysis.curvature;

import java.util.List;

/** The mean G of the per-example gradient at fixed parameters and its covariance Σ. */
public interface GradientNoise {
    /** Writes G into the target. */
    void meanInto(double[] target) throws InterruptedException;

    /** tr Σ, and vᵀΣv for each of these directions. */
    Spread spread(List<double[]> directions) throws InterruptedException;

    /**
     * tr(HΣ).
     *
     * @param leading eigenpairs of H, approximate ones, which make the estimate more precise
     * @param spread the variances along their vectors
     */
    Estimate curvedTrace(SymmetricOperator hessian, List<EigenPair> leading, Spread spread) throws InterruptedException;

    /**
     * How much larger than the true gradient's square |G|² is, in units of tr Σ: 1/n − 1/N for a mean over n of N
     * examples drawn without replacement; 0 where G is the true gradient.
     */
    double excess();

    /** tr Σ and the variances along directions. */
    record Spread(double trace, List<Double> along) {}

    /** A figure with its standard error, 0 where it is exact. */
    record Estimate(double value, double standardError) {}
}

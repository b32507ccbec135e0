package org.noisescale.driver.analysis.curvature;

import java.util.List;

/** The gradients g₁ … g_n of the losses of some examples at fixed parameters. */
public interface ExampleGradients {
    /** n, at least 2. */
    int count();

    /**
     * Writes Σ signs[i]·gᵢ into the target.
     *
     * @param signs −1, 0 or 1 for each example
     */
    void signedSumInto(int[] signs, double[] target) throws InterruptedException;

    /** For each example |g|² and then g·v for each direction v. */
    List<double[]> projections(List<double[]> directions) throws InterruptedException;
}

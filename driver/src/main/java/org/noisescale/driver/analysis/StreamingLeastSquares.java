package org.noisescale.driver.analysis;

import java.util.List;

/**
 * SGD on a stream of linear regressions, exactly: inputs x ~ N(0, diag(h)), labels y = wᵀx + ε with Var ε = s², loss ½
 * (ŷ − y)². By the fourth moments of a Gaussian the steady state has (Feuer and Weinstein 1985, for B = 1)
 *
 * <pre>
 *     κ = (η/B) Σ hᵢ/(2 − ηhᵢ(1 + 1/B)),      E (ŷ − wᵀx)² = s² κ/(1 − κ),
 * </pre>
 *
 * <p>and there is none from κ = 1 on.
 */
public record StreamingLeastSquares(
        List<Double> inputVariances, double labelNoiseVariance, double learningRate, double batchSize) {

    /** κ, below 1 where the recursion is stable. */
    public double kappa() {
        double sum = inputVariances.stream()
                .mapToDouble(h -> h / (2 - learningRate * h * (1 + 1 / batchSize)))
                .sum();
        return learningRate / batchSize * sum;
    }

    /** The excess mean squared error at rest; infinite where there is no rest. */
    public double excessError() {
        double kappa = kappa();
        return kappa < 1 ? labelNoiseVariance * kappa / (1 - kappa) : Double.POSITIVE_INFINITY;
    }
}

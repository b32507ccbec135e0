package org.noisescale.driver.analysis;

/**
 * Where one axis of the noisy quadratic model comes to rest, in closed form (Zhang et al. 2019, arXiv:1907.04164,
 * section 3 and appendices). With curvature h, noise variance c, learning rate η, momentum β (m ← βm + g, θ ← θ − ηm; β
 * = 0 is plain SGD), batch B and a = ηh:
 *
 * <pre>
 *     risk      ½ h E θ² = (1 + β) η c / (2B (2β + 2 − a) (1 − β))
 *     variance      E θ² = η c / (B h (2 − a))                                          for β = 0
 * </pre>
 *
 * <p>the latter being AS + SA − ηASA = (η/B)C in one dimension.
 *
 * <p>The risk of the exponential average of SGD's parameters with decay γ is the risk times (1 − γ)(1 + (1 − a)γ) / ((1
 * + γ)(1 − (1 − a)γ)).
 */
public record QuadraticSteadyState(
        double curvature, double noiseVariance, double learningRate, double momentum, double batchSize) {

    /** ½ h E θ². */
    public double risk() {
        double a = learningRate * curvature;
        return (1 + momentum)
                * learningRate
                * noiseVariance
                / (2 * batchSize * (2 * momentum + 2 - a) * (1 - momentum));
    }

    /** E θ². */
    public double parameterVariance() {
        return 2 * risk() / curvature;
    }

    /** ½ h E θ̄² of the exponential average θ̄ ← γθ̄ + (1 − γ)θ; for plain SGD only. */
    public double averagedRisk(double decay) {
        if (momentum != 0) {
            throw new IllegalStateException("the average has a closed form without momentum only, was " + momentum);
        }
        double contraction = 1 - learningRate * curvature;
        double factor = (1 - decay) * (1 + contraction * decay) / ((1 + decay) * (1 - contraction * decay));
        return risk() * factor;
    }
}

package org.noisescale.driver.analysis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the noise meter must read of Gaussian gradients, and how far single readings scatter. For V virtual workers, a
 * batch of B, covariance Σ = diag(c) and true gradient G (McCandlish et al. 2018, arXiv:1812.06162, appendix A.1; the
 * variances are those of quadratic forms of normal variables, and S is independent of ḡ whatever the shares):
 *
 * <pre>
 *     E S    = tr Σ      Var S    = 2 tr(Σ²)/(V − 1)
 *     E |G|² = |G|²      Var |G|² = 4 GᵀΣG/B + 2 tr(Σ²)/B² · V/(V − 1)      Cov = −Var S/B
 * </pre>
 */
public record MeterSpread(List<Double> variances, List<Double> gradient, int virtualWorkers, double batchSize) {

    /** tr Σ. */
    public double trace() {
        return variances.stream().mapToDouble(c -> c).sum();
    }

    /** |G|². */
    public double gradientNormSquared() {
        return gradient.stream().mapToDouble(g -> g * g).sum();
    }

    private double traceOfSquare() {
        return variances.stream().mapToDouble(c -> c * c).sum();
    }

    /** The standard deviation of a reading of tr Σ. */
    public double traceDeviation() {
        return Math.sqrt(2 * traceOfSquare() / (virtualWorkers - 1));
    }

    /** The standard deviation of a reading of |G|². */
    public double normDeviation() {
        double along = IntStream.range(0, gradient.size())
                .mapToDouble(i -> gradient.get(i) * gradient.get(i) * variances.get(i))
                .sum();
        double spread = 2 * traceOfSquare() / (batchSize * batchSize) * virtualWorkers / (virtualWorkers - 1);
        return Math.sqrt(4 * along / batchSize + spread);
    }

    /**
     * The standard deviation of the ratio of averages of so many readings, to first order: that of S − R|G|², R =
     * trΣ/|G|², over |G|² and the root of their number.
     */
    public double ratioDeviation(int readings) {
        double ratio = trace() / gradientNormSquared();
        double traceVariance = traceDeviation() * traceDeviation();
        double normVariance = normDeviation() * normDeviation();
        double variance = traceVariance * (1 + 2 * ratio / batchSize) + ratio * ratio * normVariance;
        return Math.sqrt(variance / readings) / gradientNormSquared();
    }
}

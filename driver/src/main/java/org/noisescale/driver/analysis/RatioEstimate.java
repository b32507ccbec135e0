package org.noisescale.driver.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The ratio of two averages with what is needed for its error: the noise scale tr Σ / |G|² over many steps (McCandlish
 * et al. 2018, arXiv:1812.06162, appendix A: average first, divide then; the average of ratios is biased).
 *
 * <p>The variances are those of the two averages. Within a run the parameters move slowly while the batches are drawn
 * anew, so they come from successive differences, Σ (x₍ₜ₊₁₎ − xₜ)² / (2n(n − 1)) (von Neumann 1941), which a trend
 * hardly touches. They are the error of the measurement on the path that the run took.
 */
public record RatioEstimate(
        double numerator,
        double denominator,
        double numeratorVariance,
        double denominatorVariance,
        double covariance,
        int count) {
    private static final int COUNT_MIN = 8;

    /** The estimate from paired series of one run; steps at which one of them does not apply are left out. */
    public static RatioEstimate ofSeries(double[] numerators, double[] denominators) {
        int[] steps = IntStream.range(0, numerators.length)
                .filter(i -> Double.isFinite(numerators[i]) && Double.isFinite(denominators[i]))
                .toArray();
        double[] x = IntStream.of(steps).mapToDouble(i -> numerators[i]).toArray();
        double[] y = IntStream.of(steps).mapToDouble(i -> denominators[i]).toArray();
        return new RatioEstimate(
                MeanEstimate.of(x).mean(),
                MeanEstimate.of(y).mean(),
                covarianceOfMeans(x, x),
                covarianceOfMeans(y, y),
                covarianceOfMeans(x, y),
                steps.length);
    }

    /** The estimate from several independent runs together, each weighted by its number of steps. */
    public static RatioEstimate pooled(List<RatioEstimate> runs) {
        double total = runs.stream().mapToInt(RatioEstimate::count).sum();
        double[] sums = new double[5];
        for (RatioEstimate run : runs) {
            double weight = run.count / total;
            sums[0] += weight * run.numerator;
            sums[1] += weight * run.denominator;
            sums[2] += weight * weight * run.numeratorVariance;
            sums[3] += weight * weight * run.denominatorVariance;
            sums[4] += weight * weight * run.covariance;
        }
        return new RatioEstimate(sums[0], sums[1], sums[2], sums[3], sums[4], (int) total);
    }

    /**
     * The probability that estimates scatter about one common ratio at least as much as these do, if they do share it:
     * χ² with k − 1 degrees of freedom. It needs no estimate to have a bounded interval.
     */
    public static double homogeneity(List<RatioEstimate> estimates) {
        double common = pooled(estimates).value();
        double squares = estimates.stream()
                .mapToDouble(estimate -> Math.pow(estimate.numerator - common * estimate.denominator, 2)
                        / estimate.residualVariance(common))
                .sum();
        return 1 - new ChiSquaredDistribution(estimates.size() - 1.0).cumulativeProbability(squares);
    }

    /** The ratio of the averages; it may be negative when the denominator is lost in its error. */
    public double value() {
        return numerator / denominator;
    }

    /**
     * The 95 % interval of the ratio by Fieller's theorem (Fieller 1954, J. R. Stat. Soc. B 16): all r that a test of
     * numerator − r · denominator = 0 does not refuse, with Student's quantile for the 2(n − 1)/3 degrees of freedom of
     * successive differences. It has no upper end when the denominator may be zero; the lower end is then 0 at the
     * least, since neither quantity is negative. Both ends are NaN below {@value #COUNT_MIN} steps.
     */
    public Interval interval() {
        if (count < COUNT_MIN) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double quantile = new TDistribution(2.0 * (count - 1) / 3).inverseCumulativeProbability(0.975);
        double square = quantile * quantile;
        double a = denominator * denominator - square * denominatorVariance;
        double b = numerator * denominator - square * covariance;
        double c = numerator * numerator - square * numeratorVariance;
        double discriminant = b * b - a * c;
        if (discriminant < 0) {
            return new Interval(0, Double.POSITIVE_INFINITY);
        }
        double root = Math.sqrt(discriminant);
        return a > 0
                ? new Interval((b - root) / a, (b + root) / a)
                : new Interval(Math.max(0, (b - root) / a), Double.POSITIVE_INFINITY);
    }

    private double residualVariance(double ratio) {
        return numeratorVariance - 2 * ratio * covariance + ratio * ratio * denominatorVariance;
    }

    private static double covarianceOfMeans(double[] x, double[] y) {
        int count = x.length;
        double sum = 0;
        for (int i = 1; i < count; i++) {
            sum += (x[i] - x[i - 1]) * (y[i] - y[i - 1]);
        }
        return count < 2 ? Double.NaN : sum / (2.0 * count * (count - 1));
    }
}

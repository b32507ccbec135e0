package org.noisescale.driver.analysis.criticalbatch;

import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.noisescale.driver.analysis.Interval;

/**
 * The trade-off between steps S and examples E = BS on the way to a target (McCandlish et al. 2018, arXiv:1812.06162,
 * equation 2.11), (S/S_min − 1)(E/E_min − 1) = 1, which is
 *
 * <pre>
 *     S = S_min (1 + B_crit / B),    B_crit = E_min / S_min.
 * </pre>
 *
 * <p>Fitted by least squares to ln S, because what scatters the steps to a target (seeds, the gaps between the trials
 * of a search) is a share of them, the same from 10 steps to 10,000. The unknowns are p = ln S_min and q = ln B_crit;
 * Gauss and Newton's iteration with Levenberg's damping finds them. Their covariance is s² (JᵀJ)⁻¹ with the scatter s
 * about the curve on n − 2 degrees of freedom (delta method), and intervals are those of Student's t in p, q and p + q
 * = ln E_min, so that they are never negative.
 *
 * @param scatter s: how much the points scatter about the curve, as a share of the steps
 */
public record CriticalBatchFit(Parameters parameters, Covariance covariance, double scatter, int count) {
    private static final double LEVEL = 0.95;
    private static final int ITERATIONS_MAX = 500;
    /** Beyond this factor outside of the batch sizes that were tried, B_crit is not determined. */
    private static final double LOG_REACH = 12;

    /** p = ln S_min and q = ln B_crit. */
    record Parameters(double p, double q) {
        double logSteps(double batchSize) {
            return p + Math.log1p(Math.exp(q - Math.log(batchSize)));
        }

        /** ∂ ln S / ∂q, in (0, 1): how far the batch size is from being large. */
        double share(double batchSize) {
            return 1 / (1 + Math.exp(Math.log(batchSize) - q));
        }
    }

    /** Of p and q. */
    record Covariance(double pp, double pq, double qq) {}

    /**
     * The fit; empty below three points with finite steps, or where the points do not determine both unknowns: if steps
     * do not depend on the batch size, or fall as its inverse all along.
     *
     * @param batchSizes in examples
     * @param steps of the same length; infinite and NaN ones are left out
     */
    public static Optional<CriticalBatchFit> of(double[] batchSizes, double[] steps) {
        int[] usable = IntStream.range(0, steps.length)
                .filter(i -> Double.isFinite(steps[i]) && steps[i] > 0)
                .toArray();
        Points points = new Points(
                IntStream.of(usable).mapToDouble(i -> batchSizes[i]).toArray(),
                IntStream.of(usable).mapToDouble(i -> Math.log(steps[i])).toArray());
        return usable.length < 3 ? Optional.empty() : points.fit();
    }

    /** The fewest steps, with any batch size. */
    public double stepsMin() {
        return Math.exp(parameters.p);
    }

    /** The fewest examples, with the smallest batch size. */
    public double examplesMin() {
        return Math.exp(parameters.p + parameters.q);
    }

    /** The batch size at which both are twice their least. */
    public double criticalBatchSize() {
        return Math.exp(parameters.q);
    }

    /** The 95 % interval of {@link #stepsMin}. */
    public Interval stepsMinInterval() {
        return interval(parameters.p, covariance.pp);
    }

    /** The 95 % interval of {@link #examplesMin}. */
    public Interval examplesMinInterval() {
        return interval(parameters.p + parameters.q, covariance.pp + 2 * covariance.pq + covariance.qq);
    }

    /** The 95 % interval of {@link #criticalBatchSize}. */
    public Interval criticalBatchSizeInterval() {
        return interval(parameters.q, covariance.qq);
    }

    /** What the curve says for a batch size. */
    public double steps(double batchSize) {
        return Math.exp(parameters.logSteps(batchSize));
    }

    /** The 95 % interval of the curve, not of a single measurement. */
    public Interval stepsInterval(double batchSize) {
        double share = parameters.share(batchSize);
        double variance = covariance.pp + 2 * share * covariance.pq + share * share * covariance.qq;
        return interval(parameters.logSteps(batchSize), variance);
    }

    private Interval interval(double logarithm, double variance) {
        double quantile = new TDistribution(count - 2.0).inverseCumulativeProbability((1 + LEVEL) / 2);
        double halfWidth = quantile * Math.sqrt(Math.max(0, variance));
        return new Interval(Math.exp(logarithm - halfWidth), Math.exp(logarithm + halfWidth));
    }

    /** JᵀJ and Jᵀr of the present unknowns, and the sum of the squared residuals. */
    private record Normal(double pp, double pq, double qq, double pr, double qr, double squares) {
        /** The step to try with this damping. */
        Parameters from(Parameters now, double damping) {
            double a = pp * (1 + damping);
            double c = qq * (1 + damping) + 1e-300;
            double determinant = a * c - pq * pq;
            return new Parameters(now.p + (c * pr - pq * qr) / determinant, now.q + (a * qr - pq * pr) / determinant);
        }
    }

    private static final class Points {
        private final double[] batchSizes;
        private final double[] logSteps;
        private final double logMin;
        private final double logMax;

        private Points(double[] batchSizes, double[] logSteps) {
            this.batchSizes = batchSizes;
            this.logSteps = logSteps;
            logMin = Math.log(IntStream.range(0, batchSizes.length)
                    .mapToDouble(i -> batchSizes[i])
                    .min()
                    .orElse(1));
            logMax = Math.log(IntStream.range(0, batchSizes.length)
                    .mapToDouble(i -> batchSizes[i])
                    .max()
                    .orElse(1));
        }

        private Optional<CriticalBatchFit> fit() {
            Parameters now = start();
            Normal normal = normal(now);
            double damping = 1e-3;
            for (int i = 0; i < ITERATIONS_MAX && damping < 1e12; i++) {
                Parameters next = normal.from(now, damping);
                Normal there = normal(next);
                boolean better = there.squares < normal.squares;
                damping = better ? damping / 10 : damping * 10;
                now = better ? next : now;
                normal = better ? there : normal;
            }
            return isDetermined(now) ? Optional.of(result(now, normal)) : Optional.empty();
        }

        /** The geometric middle of the batch sizes, and the steps that suit it best. */
        private Parameters start() {
            Parameters middle = new Parameters(0, (logMin + logMax) / 2);
            double p = IntStream.range(0, logSteps.length)
                    .mapToDouble(i -> logSteps[i] - middle.logSteps(batchSizes[i]))
                    .average()
                    .orElse(0);
            return new Parameters(p, middle.q);
        }

        private Normal normal(Parameters now) {
            double pq = 0;
            double qq = 0;
            double pr = 0;
            double qr = 0;
            double squares = 0;
            for (int i = 0; i < logSteps.length; i++) {
                double residual = logSteps[i] - now.logSteps(batchSizes[i]);
                double share = now.share(batchSizes[i]);
                pq += share;
                qq += share * share;
                pr += residual;
                qr += share * residual;
                squares += residual * residual;
            }
            return new Normal(logSteps.length, pq, qq, pr, qr, squares);
        }

        private boolean isDetermined(Parameters found) {
            return logMax > logMin && found.q > logMin - LOG_REACH && found.q < logMax + LOG_REACH;
        }

        private CriticalBatchFit result(Parameters found, Normal normal) {
            double variance = normal.squares / (logSteps.length - 2.0);
            double determinant = normal.pp * normal.qq - normal.pq * normal.pq;
            Covariance covariance = new Covariance(
                    variance * normal.qq / determinant,
                    -variance * normal.pq / determinant,
                    variance * normal.pp / determinant);
            return new CriticalBatchFit(found, covariance, Math.sqrt(variance), logSteps.length);
        }
    }
}

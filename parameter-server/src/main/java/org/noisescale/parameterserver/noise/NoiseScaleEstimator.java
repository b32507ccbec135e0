package org.noisescale.parameterserver.noise;

/**
 * The noise scale over a run: the ratio of the averages of tr Σ and |G|² (never the average of ratios, whose
 * expectation does not exist), with a 95 % interval. What is estimated is tr Σ and |G|² averaged along the path that
 * this run took.
 *
 * <p>With x̄ and ȳ the averages over T steps, the interval is Fieller's (1954): the ratios r with (x̄ − rȳ)² ≤ t² (v₁₁
 * − 2r v₁₂ + r² v₂₂), which is exact for normal averages and becomes unbounded, as it should, when ȳ does not differ
 * significantly from 0.
 *
 * <p>Given the parameters, the errors of successive steps are uncorrelated, while their expectations fall as training
 * goes on. The covariances v of the averages are therefore taken from second differences δₜ = zₜ₋₁ − 2zₜ + zₜ₊₁
 * (Gasser, Sroka and Jennen-Steinmetz 1986), v = Σ δₜδₜᵀ / (6DT) for D differences, in which a straight drift leaves
 * nothing. First differences (von Neumann 1941) would take the fast fall at the start of a run for noise.
 *
 * <p>The errors are also largest at that start, so that few steps may dominate v. t is therefore Student's quantile, by
 * the expansion of Fisher and Cornish, not for a count of steps but for the degrees of freedom that the differences
 * show (Satterthwaite 1946): 3(Σ d²)²/Σ d⁴ with d = ȳδ₁ − x̄δ₂, divided by 35/18 because neighbouring second
 * differences are correlated.
 *
 * <p>Coverage on the noisy quadratic is 93.5 to 97 % (see the test). Only when the fall of |G|² bends within a step by
 * more than its noise (large batches at a learning rate near the greatest stable one) is the interval too wide.
 */
public final class NoiseScaleEstimator {
    private static final double NORMAL_QUANTILE = 1.959963984540054;
    private static final int STEPS_MIN = 8;
    /** (1 + 4 + 1): the variance of a second difference of independent values of variance 1. */
    private static final double DIFFERENCE_VARIANCE = 6;
    /** Σₖ ρₖ² over the correlations (1, −2/3, 1/6) of second differences, on both sides. */
    private static final double DIFFERENCE_CORRELATION = 35.0 / 18;

    private final JointMoments differences = new JointMoments();
    private long count;
    private long seriesLength;
    private long differenceCount;
    private double traceSum;
    private double normSum;
    private NoiseReading last = new NoiseReading(Double.NaN, Double.NaN);
    private NoiseReading lastButOne = last;

    /** Takes the reading of the next step; readings that are not numbers are passed over. */
    public void observe(NoiseReading reading) {
        double trace = reading.noiseTrace();
        double norm = reading.gradientNormSquared();
        if (Double.isNaN(trace) || Double.isNaN(norm)) {
            return;
        }
        if (seriesLength >= 2) {
            differenceCount++;
            differences.observe(
                    trace - 2 * last.noiseTrace() + lastButOne.noiseTrace(),
                    norm - 2 * last.gradientNormSquared() + lastButOne.gradientNormSquared());
        }
        count++;
        seriesLength++;
        traceSum += trace;
        normSum += norm;
        lastButOne = last;
        last = reading;
    }

    /** What follows is read along another path: averages go on, differences do not reach across. */
    public void beginSeries() {
        seriesLength = 0;
    }

    /** How many readings were taken. */
    public long count() {
        return count;
    }

    /** The averages of both components; NaN before the first reading. */
    public NoiseReading mean() {
        return new NoiseReading(traceSum / count, normSum / count);
    }

    /** The noise scale over all readings; its ends are NaN below eight readings. */
    public NoiseScale scale() {
        double trace = traceSum / count;
        double norm = normSum / count;
        double value = trace / norm;
        if (count < STEPS_MIN || differenceCount == 0) {
            return new NoiseScale(value, Double.NaN, Double.NaN);
        }
        double quantile = StudentQuantile.of(degreesOfFreedom(trace, norm), NORMAL_QUANTILE);
        double scale = quantile * quantile / (DIFFERENCE_VARIANCE * differenceCount * count);
        double quadratic = norm * norm - scale * differences.secondSquared();
        double linear = trace * norm - scale * differences.product();
        double constant = trace * trace - scale * differences.firstSquared();
        return interval(value, quadratic, linear, constant);
    }

    /**
     * How far the readings are from a given noise scale: (x̄ − rȳ)² in units of its variance; about χ² distributed with
     * one degree of freedom if r is the truth. NaN or infinite without differences.
     */
    public double squaredDistance(double ratio) {
        double residual = (traceSum - ratio * normSum) / count;
        double variance = differences.squares(1, -ratio) / (DIFFERENCE_VARIANCE * differenceCount * count);
        return residual * residual / variance;
    }

    private double degreesOfFreedom(double trace, double norm) {
        double most = differenceCount / DIFFERENCE_CORRELATION;
        double squares = differences.squares(norm, -trace);
        double fourths = differences.fourthPowers(norm, -trace);
        double shown = 3 * squares * squares / fourths / DIFFERENCE_CORRELATION;
        return Double.isNaN(shown) ? most : Math.min(most, shown);
    }

    /** The set of r with quadratic·r² − 2·linear·r + constant ≤ 0; where it is unbounded, cut to r ≥ 0. */
    private static NoiseScale interval(double value, double quadratic, double linear, double constant) {
        double discriminant = linear * linear - quadratic * constant;
        double root = Math.sqrt(Math.max(0, discriminant));
        if (quadratic > 0) {
            return new NoiseScale(value, (linear - root) / quadratic, (linear + root) / quadratic);
        }
        boolean excludesZero = discriminant > 0 && constant > 0 && (linear > 0 || quadratic < 0);
        double low = linear > 0 ? constant / (linear + root) : (linear - root) / quadratic;
        return new NoiseScale(value, excludesZero ? low : 0, Double.POSITIVE_INFINITY);
    }
}

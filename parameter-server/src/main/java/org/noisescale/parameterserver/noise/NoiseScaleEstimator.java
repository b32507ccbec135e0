package org.noisescale.parameterserver.noise;

/**
 * The noise scale over a run: the ratio of the averages of tr Σ and |G|² (never the average of ratios, whose
 * expectation does not exist), with a 95 % interval.
 *
 * <p>With x̄ and ȳ the averages over T steps, the interval is Fieller's (1954): the ratios r with (x̄ − rȳ)² ≤ t² (v₁₁
 * − 2r v₁₂ + r² v₂₂), which is exact for normal averages and becomes unbounded, as it should, when ȳ does not differ
 * significantly from 0. Given the parameters, the errors of successive steps are uncorrelated while their expectations
 * drift as training goes on; the covariances v of the averages are therefore taken from successive differences (von
 * Neumann 1941), v = Σ Δₜ Δₜᵀ / (2(T−1)T), which a slow drift leaves almost untouched. What is estimated is tr Σ and
 * |G|² averaged along the path that this run took. t is Student's quantile for the 2(T−1)/3 degrees of freedom of that
 * variance, by the expansion of Fisher and Cornish.
 */
public final class NoiseScaleEstimator {
    private static final double NORMAL_QUANTILE = 1.959963984540054;
    private static final int STEPS_MIN = 8;

    private long count;
    private double traceSum;
    private double normSum;
    private double traceDifferences;
    private double normDifferences;
    private double mixedDifferences;
    private double lastTrace;
    private double lastNorm;

    /** Takes the reading of the next step; readings that are not numbers are passed over. */
    public void observe(NoiseReading reading) {
        double trace = reading.noiseTrace();
        double norm = reading.gradientNormSquared();
        if (Double.isNaN(trace) || Double.isNaN(norm)) {
            return;
        }
        if (count > 0) {
            double traceStep = trace - lastTrace;
            double normStep = norm - lastNorm;
            traceDifferences += traceStep * traceStep;
            normDifferences += normStep * normStep;
            mixedDifferences += traceStep * normStep;
        }
        count++;
        traceSum += trace;
        normSum += norm;
        lastTrace = trace;
        lastNorm = norm;
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
        NoiseReading mean = mean();
        double value = mean.noiseTrace() / mean.gradientNormSquared();
        if (count < STEPS_MIN) {
            return new NoiseScale(value, Double.NaN, Double.NaN);
        }
        double perAverage = 1.0 / (2.0 * (count - 1) * count);
        double quantile = studentQuantile(2.0 * (count - 1) / 3.0);
        double scale = quantile * quantile * perAverage;
        double quadratic = mean.gradientNormSquared() * mean.gradientNormSquared() - scale * normDifferences;
        double linear = mean.noiseTrace() * mean.gradientNormSquared() - scale * mixedDifferences;
        double constant = mean.noiseTrace() * mean.noiseTrace() - scale * traceDifferences;
        return interval(value, quadratic, linear, constant);
    }

    /** The set of r with quadratic·r² − 2·linear·r + constant ≤ 0, cut to what a noise scale can be. */
    private static NoiseScale interval(double value, double quadratic, double linear, double constant) {
        double discriminant = linear * linear - quadratic * constant;
        if (discriminant < 0) {
            return new NoiseScale(value, 0, Double.POSITIVE_INFINITY);
        }
        double root = Math.sqrt(discriminant);
        if (quadratic > 0) {
            return new NoiseScale(value, (linear - root) / quadratic, (linear + root) / quadratic);
        }
        return new NoiseScale(value, Math.max(0, (linear - root) / quadratic), Double.POSITIVE_INFINITY);
    }

    private static double studentQuantile(double degreesOfFreedom) {
        double z = NORMAL_QUANTILE;
        double cube = z * z * z;
        double first = (cube + z) / (4 * degreesOfFreedom);
        double second = (5 * cube * z * z + 16 * cube + 3 * z) / (96 * degreesOfFreedom * degreesOfFreedom);
        return z + first + second;
    }
}

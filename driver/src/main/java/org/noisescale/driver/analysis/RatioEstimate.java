package org.noisescale.driver.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.noise.NoiseScale;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;

/**
 * The ratio of two averages over the steps of one or several runs, with its error: the noise scale tr Σ / |G|² as
 * {@link NoiseScaleEstimator} has it.
 */
public final class RatioEstimate {
    private final List<Series> runs;
    private final NoiseScaleEstimator estimator = new NoiseScaleEstimator();

    private RatioEstimate(List<Series> runs) {
        this.runs = runs;
        for (Series run : runs) {
            estimator.beginSeries();
            run.readings().forEach(estimator::observe);
        }
    }

    /** The estimate from paired series of one run; steps at which one of them does not apply are left out. */
    public static RatioEstimate ofSeries(double[] numerators, double[] denominators) {
        return new RatioEstimate(List.of(Series.of(numerators, denominators)));
    }

    /** The estimate from several independent runs together, each weighted by its number of steps. */
    public static RatioEstimate pooled(List<RatioEstimate> estimates) {
        return new RatioEstimate(
                estimates.stream().flatMap(estimate -> estimate.runs.stream()).toList());
    }

    /**
     * The probability that estimates scatter about one common ratio at least as much as these do, if they do share it:
     * χ² with k − 1 degrees of freedom. It needs no estimate to have a bounded interval.
     */
    public static double homogeneity(List<RatioEstimate> estimates) {
        double common = pooled(estimates).value();
        double squares = estimates.stream()
                .mapToDouble(estimate -> estimate.estimator.squaredDistance(common))
                .sum();
        return 1 - new ChiSquaredDistribution(estimates.size() - 1.0).cumulativeProbability(squares);
    }

    /** How many steps it rests on. */
    public long count() {
        return estimator.count();
    }

    /** The ratio of the averages; it may be negative when the denominator is lost in its error. */
    public double value() {
        return estimator.scale().value();
    }

    /** Its 95 % interval; both ends are NaN where there are too few steps. */
    public Interval interval() {
        NoiseScale scale = estimator.scale();
        return new Interval(scale.low(), scale.high());
    }

    /** The readings of one run. */
    private record Series(List<NoiseReading> readings) {
        static Series of(double[] numerators, double[] denominators) {
            return new Series(IntStream.range(0, numerators.length)
                    .filter(i -> Double.isFinite(numerators[i]) && Double.isFinite(denominators[i]))
                    .mapToObj(i -> new NoiseReading(numerators[i], denominators[i]))
                    .toList());
        }
    }
}

package org.noisescale.parameterserver.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NoiseScaleEstimatorTest {
    private final NoiseScaleEstimator estimator = new NoiseScaleEstimator();

    private void observe(double trace, double norm) {
        estimator.observe(new NoiseReading(trace, norm));
    }

    @Test
    void isTheRatioOfTheAveragesNotTheAverageOfRatios() {
        observe(1, 1);
        observe(5, 2);

        assertThat(estimator.scale().value()).isEqualTo(2);
        assertThat(estimator.mean()).isEqualTo(new NoiseReading(3, 1.5));
    }

    @Test
    void knowsNothingBeforeTheFirstReading() {
        assertThat(estimator.mean().noiseTrace()).isNaN();
        assertThat(estimator.scale().value()).isNaN();
    }

    @Test
    void passesOverReadingsThatAreNotNumbers() {
        observe(1, 1);
        observe(Double.NaN, 1);
        observe(1, Double.NaN);

        assertThat(estimator.count()).isEqualTo(1);
        assertThat(estimator.scale().value()).isEqualTo(1);
    }

    @Test
    void givesNoIntervalBelowEightReadings() {
        for (int step = 0; step < 7; step++) {
            observe(2 + step % 2, 1);
        }
        NoiseScale seven = estimator.scale();
        observe(2, 1);

        assertThat(seven.low()).isNaN();
        assertThat(seven.high()).isNaN();
        assertThat(estimator.scale().low()).isFinite();
    }

    @Test
    void aStraightDriftIsNoUncertainty() {
        for (int step = 0; step < 20; step++) {
            observe(100 - step, 50 - 2 * step);
        }

        NoiseScale scale = estimator.scale();

        assertThat(scale.low()).isCloseTo(scale.value(), within(1e-9));
        assertThat(scale.high()).isCloseTo(scale.value(), within(1e-9));
    }

    @Test
    void showsANegativeAverageAsItIs() {
        for (int step = 0; step < 20; step++) {
            observe(10 + step % 2, -1 - step % 3);
        }

        assertThat(estimator.scale().value()).isNegative();
    }

    /** Both ends solve Fieller's equation with covariances that are taken from the series by their definition. */
    @Test
    void itsEndsSolveFiellersEquation() {
        int steps = 30;
        double[][] series = new double[steps][2];
        SplittableRandom random = new SplittableRandom(1);
        for (double[] reading : series) {
            reading[0] = 10 + random.nextGaussian();
            reading[1] = 5 + random.nextGaussian() + 0.1 * reading[0];
            observe(reading[0], reading[1]);
        }

        NoiseScale scale = estimator.scale();

        double low = studentized(series, scale.low(), estimator.mean());
        double high = studentized(series, scale.high(), estimator.mean());
        assertThat(low).isCloseTo(-high, within(1e-9));
        assertThat(low).isBetween(2.0, 2.5);
    }

    @Test
    void measuresTheDistanceToAGivenNoiseScaleInStandardErrors() {
        SplittableRandom random = new SplittableRandom(4);
        double[][] series = new double[20][2];
        for (double[] reading : series) {
            reading[0] = 10 + random.nextGaussian();
            reading[1] = 5 + random.nextGaussian();
            observe(reading[0], reading[1]);
        }

        double distance = estimator.squaredDistance(1.7);

        double expected = studentized(series, 1.7, estimator.mean());
        assertThat(distance).isCloseTo(expected * expected, within(1e-9 * distance));
    }

    @Test
    void aStepFromOneSeriesToTheNextIsNoUncertainty() {
        for (int step = 0; step < 20; step++) {
            observe(100 - step, 50 - 2 * step);
        }
        estimator.beginSeries();
        for (int step = 0; step < 20; step++) {
            observe(1000 - step, 500 - 2 * step);
        }

        NoiseScale scale = estimator.scale();

        assertThat(scale.high() - scale.low()).isCloseTo(0, within(1e-9));
    }

    private static double studentized(double[][] series, double ratio, NoiseReading mean) {
        double variance = 0;
        for (int t = 1; t < series.length - 1; t++) {
            double difference = 0;
            for (int k = -1; k <= 1; k++) {
                difference += (k == 0 ? -2 : 1) * (series[t + k][0] - ratio * series[t + k][1]);
            }
            variance += difference * difference / 6 / (series.length - 2) / series.length;
        }
        return (mean.noiseTrace() - ratio * mean.gradientNormSquared()) / Math.sqrt(variance);
    }

    @Test
    void hasNoUpperEndWhenTheGradientMayBeZero() {
        SplittableRandom random = new SplittableRandom(2);
        for (int step = 0; step < 100; step++) {
            observe(10 + random.nextGaussian(), random.nextGaussian());
        }

        NoiseScale scale = estimator.scale();

        assertThat(scale.high()).isInfinite();
        assertThat(scale.low()).isPositive().isLessThan(Math.abs(scale.value()));
    }

    @Test
    void excludesNothingWhenNeitherComponentDiffersFromZero() {
        SplittableRandom random = new SplittableRandom(3);
        for (int step = 0; step < 100; step++) {
            observe(random.nextGaussian(), random.nextGaussian());
        }

        NoiseScale scale = estimator.scale();

        assertThat(scale.low()).isZero();
        assertThat(scale.high()).isInfinite();
    }
}

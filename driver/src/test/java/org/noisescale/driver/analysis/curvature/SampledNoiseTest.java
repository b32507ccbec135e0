package org.noisescale.driver.analysis.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.analysis.MeanEstimate;

class SampledNoiseTest {
    private static final int DIMENSION = 8;
    private static final DenseOperator HESSIAN = DenseOperator.withEigenvalues(10, 4, 1, 0.5, 0.2, 0.1, -0.1, -0.5);
    private static final Lanczos.Effort EFFORT = new Lanczos.Effort(80, 1e-8, 7);

    @Test
    void hasTheMeanAndTheCovarianceOfTheExamples() throws InterruptedException {
        KnownGradients gradients = KnownGradients.random(40, DIMENSION);
        SampledNoise noise = noise(gradients, 16, 1);
        double[][] covariance = gradients.covariance();
        double[] direction = Vectors.direction(3, DIMENSION);

        GradientNoise.Spread spread = noise.spread(List.of(direction));

        double[] mean = new double[DIMENSION];
        noise.meanInto(mean);
        assertThat(mean).containsExactly(gradients.mean(), within(1e-14));
        double trace = 0;
        double along = 0;
        for (int i = 0; i < DIMENSION; i++) {
            trace += covariance[i][i];
            along += direction[i] * Vectors.dot(covariance[i], direction);
        }
        assertThat(spread.trace()).isCloseTo(trace, within(1e-12));
        assertThat(spread.along().get(0)).isCloseTo(along, within(1e-12));
    }

    @Test
    void isExactWhereEveryExampleGetsAProduct() throws InterruptedException {
        KnownGradients gradients = KnownGradients.random(16, DIMENSION);

        GradientNoise.Estimate estimate = curvedTrace(noise(gradients, 16, 1), List.of());

        assertThat(estimate.value()).isCloseTo(gradients.curvedTrace(HESSIAN), within(1e-12));
        assertThat(estimate.standardError()).isZero();
    }

    /** Value and squared error are unbiased; their ratio is not, because forms of signs are skewed. */
    @Test
    void estimatesTheTraceAndItsStandardErrorWithoutBias() throws InterruptedException {
        KnownGradients gradients = KnownGradients.random(40, DIMENSION);
        List<EigenPair> leading = Lanczos.largest(HESSIAN, 2, EFFORT);
        double truth = gradients.curvedTrace(HESSIAN);
        int repetitions = 400;
        double[] deviations = new double[repetitions];
        double[] excesses = new double[repetitions];

        for (int seed = 0; seed < repetitions; seed++) {
            GradientNoise.Estimate estimate = curvedTrace(noise(gradients, 32, seed), leading);
            double deviation = estimate.value() - truth;
            deviations[seed] = deviation;
            excesses[seed] = estimate.standardError() * estimate.standardError() - deviation * deviation;
        }

        assertThat(zOfZero(deviations)).isBetween(-5.0, 5.0);
        assertThat(zOfZero(excesses)).isBetween(-5.0, 5.0);
    }

    @Test
    void becomesMorePreciseByTheLeadingEigenpairsWhateverTheyAre() throws InterruptedException {
        KnownGradients gradients = KnownGradients.random(40, DIMENSION);
        List<EigenPair> leading = Lanczos.largest(HESSIAN, 2, EFFORT);
        List<EigenPair> wrong = Lanczos.largest(DenseOperator.withEigenvalues(1, 2, 3, 4, 5, 6, 7, 8), 1, EFFORT);
        SampledNoise noise = noise(gradients, 39, 1);
        double truth = gradients.curvedTrace(HESSIAN);

        GradientNoise.Estimate plain = curvedTrace(noise, List.of());
        GradientNoise.Estimate helped = curvedTrace(noise, leading);
        GradientNoise.Estimate misled = curvedTrace(noise, wrong);

        assertThat(helped.standardError()).isLessThan(plain.standardError() / 3);
        assertThat((misled.value() - truth) / misled.standardError()).isBetween(-5.0, 5.0);
    }

    @Test
    void knowsHowMuchAMeanOverAPartOfTheExamplesIsTooLong() throws InterruptedException {
        KnownGradients gradients = KnownGradients.random(40, DIMENSION);

        assertThat(noise(gradients, 2, 1).excess()).isEqualTo(1.0 / 40 - 1.0 / 100);
        assertThat(SampledNoise.of(gradients, DIMENSION, new SampledNoise.Sampling(40, 2, 1))
                        .excess())
                .isZero();
    }

    private static GradientNoise.Estimate curvedTrace(SampledNoise noise, List<EigenPair> leading)
            throws InterruptedException {
        GradientNoise.Spread spread =
                noise.spread(leading.stream().map(EigenPair::vector).toList());
        return noise.curvedTrace(HESSIAN, leading, spread);
    }

    private static double zOfZero(double[] values) {
        MeanEstimate estimate = MeanEstimate.of(values);
        return estimate.mean() / estimate.standardError();
    }

    private static SampledNoise noise(KnownGradients gradients, int probes, long seed) throws InterruptedException {
        return SampledNoise.of(gradients, DIMENSION, new SampledNoise.Sampling(100, probes, seed));
    }
}

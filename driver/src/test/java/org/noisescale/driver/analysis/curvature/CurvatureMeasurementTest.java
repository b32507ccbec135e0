package org.noisescale.driver.analysis.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisescale.driver.analysis.MeanEstimate;

class CurvatureMeasurementTest {
    private static final Lanczos.Effort EFFORT = new Lanczos.Effort(80, 1e-8, 7);

    @Test
    void hasTheClosedFormsOfTheNoisyQuadratic() throws InterruptedException {
        double[] h = {1, 0.5, 0.25};
        double[] c = {2, 3, 5};
        double[] theta = {1, -2, 4};
        NoisyQuadratic quadratic = new NoisyQuadratic(h, c, theta);

        CurvatureReading reading = CurvatureMeasurement.at(12, quadratic, quadratic, 3, EFFORT);

        assertThat(reading.step()).isEqualTo(12);
        for (int k = 0; k < 3; k++) {
            assertThat(reading.eigenvalues().get(k).value()).isCloseTo(h[k], within(1e-14));
            assertThat(reading.eigenvalues().get(k).noise()).isCloseTo(c[k], within(1e-12));
        }
        assertThat(reading.gradient().normSquared()).isEqualTo(1 + 1 + 1);
        assertThat(reading.gradient().curvature()).isEqualTo(1 + 0.5 + 0.25);
        assertThat(reading.noise().trace()).isEqualTo(10);
        assertThat(reading.noise().curvature()).isEqualTo(2 + 1.5 + 1.25);
        assertThat(reading.noiseScale()).isEqualTo(4.75 / 1.75);
        assertThat(reading.simpleNoiseScale()).isEqualTo(10.0 / 3);
        assertThat(reading.gradient().bestLearningRate()).isEqualTo(3 / 1.75);
    }

    /** A thousand samples of 40 from 100 examples: the means of |ḡ|² and ḡᵀHḡ without correction are 40 % too large. */
    @Test
    void takesOffWhatASampleAddsToTheTrueGradient() throws InterruptedException {
        DenseOperator hessian = DenseOperator.withEigenvalues(3, 2, 1, 0.5);
        KnownGradients all = KnownGradients.random(100, 4);
        double[] mean = all.mean();
        double[] product = new double[4];
        hessian.productInto(mean, product);
        int samples = 1000;
        double[] norms = new double[samples];
        double[] curvatures = new double[samples];

        for (int sample = 0; sample < samples; sample++) {
            SampledNoise noise = SampledNoise.of(all.sample(40, sample), 4, new SampledNoise.Sampling(100, 40, sample));
            CurvatureReading reading = CurvatureMeasurement.at(0, hessian, noise, 1, EFFORT);
            norms[sample] = reading.gradient().normSquared();
            curvatures[sample] = reading.gradient().curvature();
        }

        assertThat(z(norms, Vectors.dot(mean, mean))).isBetween(-5.0, 5.0);
        assertThat(z(curvatures, Vectors.dot(mean, product))).isBetween(-5.0, 5.0);
    }

    @Test
    void saysNothingOfARunThatDiverged() throws InterruptedException {
        NoisyQuadratic quadratic =
                new NoisyQuadratic(new double[] {1, 2}, new double[] {1, 1}, new double[] {1, Double.NaN});

        CurvatureReading reading = CurvatureMeasurement.at(5, quadratic, quadratic, 2, EFFORT);

        assertThat(reading.eigenvalues())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.value()).isNaN());
        assertThat(reading.noiseScale()).isNaN();
    }

    private static double z(double[] values, double truth) {
        MeanEstimate estimate = MeanEstimate.of(values);
        return (estimate.mean() - truth) / estimate.standardError();
    }
}

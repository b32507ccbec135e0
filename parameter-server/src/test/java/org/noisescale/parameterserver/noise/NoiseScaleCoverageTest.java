package org.noisescale.parameterserver.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the 95 % interval holds the true noise scale, on the noisy quadratic model with d = 10, h = c = 1/i from θ
 * = (1, …, 1). The truth is tr Σ over the average of |G|² along the path that the run took. With 4,000 runs the
 * standard error of a coverage of 95 % is √(.95 · .05/4000) = 0.34 %.
 */
final class NoiseScaleCoverageTest {
    private static final int RUNS = 4000;
    private static final double[] SPECTRUM =
            IntStream.rangeClosed(1, 10).mapToDouble(i -> 1.0 / i).toArray();
    private static final double TRACE = Arrays.stream(SPECTRUM).sum();

    /** Fraction of runs whose interval holds the truth. */
    private static double coverage(double learningRate, int steps, int virtualWorkers, long batch) {
        long[] batches = new long[virtualWorkers];
        Arrays.fill(batches, batch);
        GaussianGradients gradients = new GaussianGradients(SPECTRUM, batches, 1);
        NoiseMeter meter = NoiseMeter.ofIndependentDraws(virtualWorkers);
        int covered = 0;
        for (int run = 0; run < RUNS; run++) {
            covered += isCovered(gradients, meter, learningRate, steps) ? 1 : 0;
        }
        return (double) covered / RUNS;
    }

    private static boolean isCovered(GaussianGradients gradients, NoiseMeter meter, double learningRate, int steps) {
        NoiseScaleEstimator estimator = new NoiseScaleEstimator();
        double[] parameters = new double[SPECTRUM.length];
        Arrays.fill(parameters, 1);
        double normSum = 0;
        for (int step = 0; step < steps; step++) {
            double[] gradient = IntStream.range(0, SPECTRUM.length)
                    .mapToDouble(i -> SPECTRUM[i] * parameters[i])
                    .toArray();
            normSum += GaussianGradients.squaredNorm(gradient);
            gradients.draw(gradient);
            estimator.observe(gradients.readBy(meter));
            double[] total = gradients.total();
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] -= learningRate * total[i] / gradients.examples();
            }
        }
        double truth = TRACE * steps / normSum;
        NoiseScale scale = estimator.scale();
        return scale.low() <= truth && truth <= scale.high();
    }

    @ParameterizedTest(name = "{0} steps, {1} virtual workers of {2}")
    @CsvSource({"20, 8, 4", "200, 8, 4", "200, 2, 4", "50, 4, 1", "50, 8, 64"})
    void coversTheTruthWhileTheParametersStandStill(int steps, int virtualWorkers, long batch) {
        assertThat(coverage(0, steps, virtualWorkers, batch)).isBetween(0.93, 0.97);
    }

    @ParameterizedTest(name = "learning rate {0}, {1} steps, {2} virtual workers of {3}")
    @CsvSource({
        "0.05, 50, 8, 64",
        "0.05, 200, 8, 4",
        "0.2, 50, 8, 4",
        "0.2, 50, 8, 64",
        "0.2, 200, 2, 4",
        "0.5, 200, 8, 4",
        "0.5, 200, 4, 1",
        "0.5, 50, 4, 16",
        "0.5, 20, 2, 4"
    })
    void coversTheTruthWhileStochasticGradientDescentTrains(
            double learningRate, int steps, int virtualWorkers, long batch) {
        assertThat(coverage(learningRate, steps, virtualWorkers, batch)).isBetween(0.93, 0.97);
    }

    @ParameterizedTest(name = "learning rate {0}, {1} steps, {2} virtual workers of {3}")
    @CsvSource({"0.5, 200, 8, 64", "1, 50, 4, 16"})
    void isRatherTooWideThanTooNarrowWhereOneStepMovesTheGradientByMoreThanItsNoise(
            double learningRate, int steps, int virtualWorkers, long batch) {
        assertThat(coverage(learningRate, steps, virtualWorkers, batch)).isGreaterThan(0.93);
    }
}

package org.noisescale.driver.analysis.criticalbatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** d = 100, h = c = 1/i, E θ₀² = 1, target .05 (TRUTHS, section 2). */
class TunedQuadraticTest {
    private static final List<Double> INVERSE =
            IntStream.rangeClosed(1, 100).mapToObj(i -> 1.0 / i).toList();

    private static TunedQuadratic quadratic(double momentum, int stepsMax) {
        return new TunedQuadratic(INVERSE, INVERSE, Collections.nCopies(100, 1.0), momentum, 0.05, stepsMax);
    }

    /**
     * The published steps, at learning rates that take exactly as many. They come from a search over a coarser grid
     * than ours: {@link #theBestLearningRateIsAtLeastAsGoodAsThePublishedOne}.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0.03, 4337",
        "4, 0, 0.121, 1103",
        "64, 0, 1.2, 95",
        "1024, 0, 1.75, 45",
        "1, .99, .0002916, 4242",
        "4, .99, .00121, 1002",
        "64, .9, .2, 64",
        "1024, .65, 2.5, 13"
    })
    void reproducesThePublishedSteps(double batchSize, double momentum, double learningRate, double steps) {
        assertThat(quadratic(momentum, 4_500).steps(learningRate, batchSize)).isEqualTo(steps);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 4335, 4337",
        "4, 0, 1099, 1103",
        "64, 0, 95, 95",
        "1024, 0, 44, 45",
        "1, .99, 4236, 4242",
        "4, .99, 1001, 1002",
        "64, .9, 64, 64",
        "64, .89, 63, 64",
        "1024, .67, 12, 13"
    })
    void theBestLearningRateIsAtLeastAsGoodAsThePublishedOne(
            double batchSize, double momentum, double fewest, double published) {
        TunedQuadratic.Optimum optimum = quadratic(momentum, 6_000).tune(batchSize);

        assertThat(optimum.steps()).isEqualTo(fewest).isLessThanOrEqualTo(published);
    }

    /** A second opinion: second moments of (θ, m), a step at a time. */
    @ParameterizedTest
    @CsvSource({"4, 0, .1", "64, .9, .2", "1024, .5, 2.6", "16, .8, .05"})
    void agreesWithARecursionOfSecondMoments(double batchSize, double momentum, double learningRate) {
        assertThat(quadratic(momentum, 1_200).steps(learningRate, batchSize))
                .isEqualTo(naiveSteps(batchSize, momentum, learningRate))
                .isFinite();
    }

    private static double naiveSteps(double batchSize, double beta, double eta) {
        double[] tt = new double[100];
        double[] tm = new double[100];
        double[] mm = new double[100];
        Arrays.fill(tt, 1);
        for (int step = 1; step <= 1_200; step++) {
            double loss = 0;
            for (int i = 0; i < 100; i++) {
                double h = 1.0 / (i + 1);
                double momentumSquared = h * h * tt[i] + 2 * h * beta * tm[i] + beta * beta * mm[i] + h / batchSize;
                double cross = h * tt[i] + beta * tm[i];
                tt[i] += -2 * eta * cross + eta * eta * momentumSquared;
                tm[i] = cross - eta * momentumSquared;
                mm[i] = momentumSquared;
                loss += h * tt[i] / 2;
            }
            if (loss <= 0.05) {
                return step;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    @Test
    void knowsCopiesSideBySideForWhatTheyAre() {
        List<Double> twice = Stream.concat(INVERSE.stream(), INVERSE.stream()).toList();
        TunedQuadratic copies = new TunedQuadratic(twice, twice, Collections.nCopies(200, 1.0), 0.5, 0.1, 300);

        TunedQuadratic alone = copies.withoutCopies();

        assertThat(alone).isEqualTo(quadratic(0.5, 300));
        assertThat(alone.withoutCopies()).isEqualTo(alone);
        assertThat(alone.steps(0.4, 64)).isEqualTo(copies.steps(0.4, 64)).isFinite();
    }

    @Test
    void aTargetBelowTheNoiseIsNeverReached() {
        assertThat(quadratic(0, 500).steps(1.9, 4)).isInfinite();
        assertThat(quadratic(0, 50).tune(1).steps()).isInfinite();
    }
}

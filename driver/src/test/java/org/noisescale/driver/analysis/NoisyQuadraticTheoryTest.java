package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures of the first three are independent of this code: they were computed from the published formulas. */
class NoisyQuadraticTheoryTest {
    private static final List<Double> HARMONIC =
            IntStream.rangeClosed(1, 10).mapToObj(i -> 1.0 / i).collect(Collectors.toUnmodifiableList());
    private static final List<Double> ONES = Collections.nCopies(10, 1.0);

    @Test
    void startsAtTheLossOfTheInitialParameters() {
        assertThat(theory(0.5, 0, 1).trajectory(0).get(0).mean()).isCloseTo(1.464484, within(5e-7));
        assertThat(theory(0.5, 0, 1).trajectory(0).get(0).variance()).isZero();
    }

    @Test
    void knowsTheLossOfPlainSgd() {
        assertThat(means(theory(0.5, 0, 1))).containsExactly(new double[] {1.033013, 0.507790, 0.426694}, within(5e-7));
        assertThat(means(theory(0.5, 0, 16)))
                .containsExactly(new double[] {0.851399, 0.134510, 0.026671}, within(5e-7));
    }

    @Test
    void knowsTheLossOfTheHeavyBall() {
        assertThat(means(theory(0.05, 0.9, 1)))
                .containsExactly(new double[] {1.390430, 0.524675, 0.368715}, within(5e-7));
    }

    @Test
    void settlesAtTheSteadyRiskOfTheHeavyBall() {
        double h = 0.7;
        double eta = 0.1;
        double beta = 0.8;
        NoisyQuadraticTheory theory = new NoisyQuadraticTheory(List.of(h), List.of(2.0), List.of(1.0), eta, beta, 4);

        double risk = theory.trajectory(2000).get(2000).mean();

        double a = eta * h;
        assertThat(risk).isCloseTo((1 + beta) * eta * 2 / (2 * 4 * (2 * beta + 2 - a) * (1 - beta)), within(1e-12));
    }

    /** 20,000 simulated trainings: the standard error of a mean is sd/141, of a variance about 1.5 % of it. */
    @Test
    void knowsHowFarSeedsScatter() {
        Random random = new Random(5);
        double[] losses = new double[20_000];
        for (int run = 0; run < losses.length; run++) {
            losses[run] = simulate(random, 0.3, 0.6, 6);
        }

        NoisyQuadraticTheory.LossMoments moments = new NoisyQuadraticTheory(
                        List.of(0.8), List.of(1.5), List.of(1.0), 0.3, 0.6, 2)
                .trajectory(6)
                .get(6);

        MeanEstimate measured = MeanEstimate.of(losses);
        assertThat((measured.mean() - moments.mean()) / measured.standardError())
                .isBetween(-4.0, 4.0);
        double variance = measured.standardError() * measured.standardError() * losses.length;
        assertThat(variance / moments.variance()).isCloseTo(1, within(0.08));
    }

    @Test
    void refusesListsOfDifferentLength() {
        assertThatThrownBy(() -> new NoisyQuadraticTheory(HARMONIC, List.of(1.0), ONES, 0.5, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10, 1, 10");
    }

    private static double simulate(Random random, double eta, double beta, int updates) {
        double theta = 1;
        double momentum = 0;
        for (int t = 0; t < updates; t++) {
            momentum = beta * momentum + 0.8 * theta + Math.sqrt(1.5 / 2) * random.nextGaussian();
            theta -= eta * momentum;
        }
        return 0.4 * theta * theta;
    }

    private static NoisyQuadraticTheory theory(double learningRate, double momentum, double batchSize) {
        return new NoisyQuadraticTheory(HARMONIC, HARMONIC, ONES, learningRate, momentum, batchSize);
    }

    private static double[] means(NoisyQuadraticTheory theory) {
        List<NoisyQuadraticTheory.LossMoments> trajectory = theory.trajectory(100);
        return IntStream.of(1, 10, 100)
                .mapToDouble(t -> trajectory.get(t).mean())
                .toArray();
    }
}

package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianRecursionTest {
    @Test
    void agreesWithTheMomentsOfTheQuadratic() {
        NoisyQuadraticTheory theory = new NoisyQuadraticTheory(List.of(0.8), List.of(1.5), List.of(1.0), 0.3, 0.6, 2);
        GaussianRecursion recursion = GaussianRecursion.ofMomentum(0.8, 1.5 / 2, 0.3, 0.6);

        GaussianRecursion.Moments moments = recursion.after(7, 0, 1, 0);

        assertThat(moments.loss(0.8)).isCloseTo(theory.trajectory(7).get(7).mean(), within(1e-14));
        assertThat(moments.lossVariance(0.8))
                .isCloseTo(theory.trajectory(7).get(7).variance(), within(1e-14));
    }

    /** θ is averaged after each update; by hand for two updates without noise: θ = 1, 1/2, 1/4. */
    @Test
    void averagesTheParameterAfterEachUpdate() {
        GaussianRecursion recursion = GaussianRecursion.ofMomentum(1, 0, 0.5, 0).withAverage(0.75);

        GaussianRecursion.Moments moments = recursion.after(2, 2, 1, 0, 1);

        assertThat(moments.mean()).isCloseTo(0.75 * (0.75 * 1 + 0.25 * 0.5) + 0.25 * 0.25, within(1e-15));
        assertThat(moments.variance()).isZero();
    }

    @Test
    void restsWhereItArrives() {
        GaussianRecursion recursion =
                GaussianRecursion.ofMomentum(0.5, 2, 0.2, 0.8).withAverage(0.9);

        for (int component = 0; component < recursion.size(); component++) {
            assertThat(recursion.stationaryVariance(component))
                    .isCloseTo(recursion.after(2000, component, 1, 0, 1).variance(), within(1e-10));
        }
    }

    /** For a first-order recursion with root ρ: Var = 2P²/n² Σ (n − |k|) ρ²ᵏ. */
    @Test
    void knowsTheVarianceOfAMeanSquareInOneDimension() {
        GaussianRecursion recursion = GaussianRecursion.ofMomentum(1, 1, 0.5, 0);
        double variance = recursion.stationaryVariance(0);

        assertThat(recursion.meanSquareVariance(0, 1)).isCloseTo(2 * variance * variance, within(1e-15));
        double expected = 2 * variance * variance / 9 * (3 + 2 * 2 * 0.25 + 2 * 1 * 0.0625);
        assertThat(recursion.meanSquareVariance(0, 3)).isCloseTo(expected, within(1e-15));
    }

    /**
     * 4,000 simulated averages over 50 steps of heavy-ball SGD: the standard error of a variance is about 3 % of it.
     */
    @Test
    void knowsHowFarTimeAveragesScatter() {
        GaussianRecursion recursion = GaussianRecursion.ofMomentum(0.6, 1, 0.4, 0.7);
        Random random = new Random(3);
        double[] averages = new double[4000];
        Arrays.setAll(averages, i -> timeAverage(random));

        MeanEstimate measured = MeanEstimate.of(averages);

        double variance = measured.standardError() * measured.standardError() * averages.length;
        assertThat(variance / recursion.meanSquareVariance(0, 50)).isCloseTo(1, within(0.15));
        assertThat((measured.mean() - recursion.stationaryVariance(0)) / measured.standardError())
                .isBetween(-4.0, 4.0);
    }

    private static double timeAverage(Random random) {
        double theta = 0;
        double momentum = 0;
        double sum = 0;
        for (int t = 0; t < 250; t++) {
            sum += t < 200 ? 0 : theta * theta;
            momentum = 0.7 * momentum + 0.6 * theta + random.nextGaussian();
            theta -= 0.4 * momentum;
        }
        return sum / 50;
    }
}

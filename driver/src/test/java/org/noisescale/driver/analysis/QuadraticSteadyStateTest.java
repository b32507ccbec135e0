package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed forms against the recursion of the second moments, run until it rests. */
class QuadraticSteadyStateTest {
    private static final double H = 0.7;
    private static final double C = 2;
    private static final double ETA = 0.1;
    private static final double B = 4;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void restsWhereTheRecursionDoes(double momentum) {
        NoisyQuadraticTheory recursion =
                new NoisyQuadraticTheory(List.of(H), List.of(C), List.of(1.0), ETA, momentum, B);
        QuadraticSteadyState rest = new QuadraticSteadyState(H, C, ETA, momentum, B);

        assertThat(rest.risk()).isCloseTo(recursion.trajectory(3000).get(3000).mean(), within(1e-12));
        assertThat(rest.parameterVariance())
                .isCloseTo(GaussianRecursion.ofMomentum(H, C / B, ETA, momentum).stationaryVariance(0), within(1e-12));
    }

    @Test
    void knowsTheVarianceOfOneDimension() {
        assertThat(new QuadraticSteadyState(1, 1, 0.5, 0, 2).parameterVariance())
                .isCloseTo(0.5 / (2 * 1.5), within(1e-15));
    }

    @Test
    void knowsWhatAveragingLeaves() {
        QuadraticSteadyState rest = new QuadraticSteadyState(H, C, ETA, 0, B);
        GaussianRecursion averaged =
                GaussianRecursion.ofMomentum(H, C / B, ETA, 0).withAverage(0.8);

        assertThat(rest.averagedRisk(0)).isCloseTo(rest.risk(), within(1e-15));
        assertThat(rest.averagedRisk(0.8)).isCloseTo(H / 2 * averaged.stationaryVariance(2), within(1e-12));
    }

    @Test
    void hasNoClosedFormForTheAverageOfMomentum() {
        assertThatThrownBy(() -> new QuadraticSteadyState(H, C, ETA, 0.9, B).averagedRisk(0.5))
                .hasMessageContaining("was 0.9");
    }
}

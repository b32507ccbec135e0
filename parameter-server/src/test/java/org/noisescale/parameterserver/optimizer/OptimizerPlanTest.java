package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptimizerPlanTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY, 1e-50, 1e39})
    void refusesALearningRateThatIsNotPositiveAndFiniteAsAFloat(double learningRate) {
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Sgd(), learningRate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("learningRate must be positive and finite as a float, was " + learningRate);
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Momentum(0.9), learningRate))
                .hasMessageContaining("learningRate");
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), learningRate))
                .hasMessageContaining("learningRate");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void refusesADecayOutsideItsRange(double decay) {
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Momentum(decay), 0.1))
                .hasMessage("momentum must be in [0, 1), was " + decay);
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Adam(decay, 0.999, 1e-8), 0.1))
                .hasMessage("beta1 must be in [0, 1), was " + decay);
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Adam(0.9, decay, 1e-8), 0.1))
                .hasMessage("beta2 must be in [0, 1), was " + decay);
    }

    @Test
    void refusesADecayThatAFloatRoundsToOneSinceAdamWouldStandStillWithoutAWord() {
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.99999999, 1e-8), 0.1))
                .hasMessage("beta2 must be below 1 as a float, was 0.99999999");
    }

    @Test
    void refusesAnEpsilonThatAFloatRoundsToZeroSinceAZeroGradientWouldGiveNaN() {
        assertThatThrownBy(() -> OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-50), 0.1))
                .hasMessageContaining("epsilon");
    }

    @Test
    void takesTheEndsOfTheRanges() {
        assertThat(new UpdateRule.Adam(0, 0, 1e-37).beta1()).isZero();
        assertThat(new UpdateRule.Momentum(0.9999999).momentum()).isLessThan(1);
    }
}

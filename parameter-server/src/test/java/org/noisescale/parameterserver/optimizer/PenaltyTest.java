package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients of the penalties ½·l2·|θ|² and l1·Σ|θᵢ|. */
class PenaltyTest {
    private static final float L1 = 0.25f;
    private static final float L2 = 0.5f;

    @ParameterizedTest
    @ValueSource(floats = {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, -0x1p-127f, 1e-30f, -3, Float.MAX_VALUE})
    void theSlopeOfTheAbsoluteValueIsItsSignHoweverSmallOrLarge(float parameter) {
        assertThat(stepOf(new Regularization(L1, 0, 0), parameter)).isEqualTo(1 + L1 * Math.signum(parameter));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -3, 1e-30f})
    void bothPenaltiesAddUp(float parameter) {
        assertThat(stepOf(new Regularization(L1, L2, 0), parameter))
                .isEqualTo(1 + L2 * parameter + L1 * Math.signum(parameter));
    }

    /** The step of plain gradient descent at rate 1 from a gradient of 1. */
    private static float stepOf(Regularization regularization, float parameter) {
        float[] update = {1};
        OneSegment.of(OptimizerPlan.of(
                        new SegmentPlan(new UpdateRule.Sgd(), new LearningRateSchedule.Constant(1), regularization)))
                .apply(update, new float[] {parameter}, new float[][][] {{}, {}, {}, {}}, 0, 1, 1);
        return update[0];
    }
}

package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/** First steps worked out by hand from the formulas of the papers. */
class PublishedStepsTest {
    private static final float[] WEIGHTS = {3, 4};

    private static OptimizerPlan plan(UpdateRule rule, double learningRate, double weightDecay) {
        return OptimizerPlan.of(new SegmentPlan(
                rule, new LearningRateSchedule.Constant(learningRate), new Regularization(0, 0, weightDecay)));
    }

    private static void expectSteps(UpdateRule rule, double learningRate, float[] gradients, double... updates) {
        OneSegment chain = OneSegment.of(OptimizerPlan.of(rule, learningRate));
        float[][][] slots = chain.newSlots(1);
        for (int i = 0; i < gradients.length; i++) {
            float[] update = {gradients[i]};
            chain.apply(update, new float[1], slots, 0, 1, i + 1);
            assertThat((double) update[0]).isCloseTo(updates[i], within(2e-6 * Math.abs(updates[i])));
        }
    }

    private static void expectVectors(OptimizerPlan plan, List<float[]> gradients, List<double[]> updates) {
        OneSegment chain = OneSegment.of(plan);
        float[][][] slots = chain.newSlots(2);
        for (int i = 0; i < gradients.size(); i++) {
            float[] update = gradients.get(i).clone();
            chain.apply(update, WEIGHTS, slots, 0, 2, i + 1);
            assertThat((double) update[0]).isCloseTo(updates.get(i)[0], within(1e-6 * Math.abs(updates.get(i)[0])));
            assertThat((double) update[1]).isCloseTo(updates.get(i)[1], within(1e-6 * Math.abs(updates.get(i)[1])));
        }
    }

    /** Polyak 1964: m = 1, 1.9, 2.71. */
    @Test
    void heavyBall() {
        expectSteps(new UpdateRule.Momentum(0.9), 0.1, new float[] {1, 1, 1}, 0.1, 0.19, 0.271);
        expectSteps(
                new UpdateRule.Momentum(0.9, MomentumForm.AVERAGE), 0.1, new float[] {1, 1, 1}, 0.01, 0.019, 0.0271);
    }

    /** Sutskever et al. 2013, equations 3 and 4: one step of momentum ahead of the heavy ball. */
    @Test
    void nesterovIsOneStepAheadOfTheHeavyBall() {
        expectSteps(
                new UpdateRule.Nesterov(0.9, MomentumForm.LEARNING_RATE_INSIDE), 0.1, new float[] {1, 1}, 0.19, 0.271);
    }

    /** Duchi et al. 2011: roots of 3² and of 3² + 4². */
    @Test
    void adaGradDividesByTheRootOfTheSumOfSquares() {
        expectSteps(new UpdateRule.AdaGrad(1e-10, 0), 0.1, new float[] {3, 4}, 0.1, 0.1 * 4 / 5);
    }

    /** Lecture 6.5: √(0.1·1) and √(0.9·0.1 + 0.1·4) = 0.7. */
    @Test
    void rmsPropDividesByTheRootOfTheMeanOfSquares() {
        expectSteps(new UpdateRule.RmsProp(0.9, 1e-10, 0), 0.01, new float[] {1, 2}, 0.01 / Math.sqrt(0.1), 0.02 / 0.7);
    }

    /** Zeiler 2012, algorithm 1: √10⁻⁶/√(0.05 + 10⁻⁶). */
    @Test
    void adaDeltaBeginsWithTheRootOfEpsilon() {
        expectSteps(new UpdateRule.AdaDelta(0.95, 1e-6), 1, new float[] {1}, 0.001 / Math.sqrt(0.050001));
    }

    /**
     * Kingma and Ba 2015, algorithm 1: m̂ = 1, v̂ = 1; then m = −0.01, m̂ = −0.01/0.19, v̂ = 1. With ε = 1 beside √v̂ a
     * step is half as long; uncorrected it stands beside √v = √0.001.
     */
    @Test
    void adamsFirstStepsHaveTheLengthOfTheLearningRate() {
        float[] gradients = {1, -1};

        expectSteps(new UpdateRule.Adam(0.9, 0.999, 1e-12), 0.001, gradients, 0.001, -0.001 * 0.01 / 0.19);
        expectSteps(
                new UpdateRule.Adam(0.9, 0.999, 1, AdamForm.EPSILON_CORRECTED),
                0.001,
                gradients,
                0.0005,
                -0.0005 * 0.01 / 0.19);
        expectSteps(
                new UpdateRule.Adam(0.9, 0.999, 3, AdamForm.EPSILON_INSIDE_ROOT),
                0.001,
                gradients,
                0.0005,
                -0.0005 * 0.01 / 0.19);
        expectSteps(
                new UpdateRule.Adam(0.9, 0.999, 1),
                0.001,
                new float[] {1},
                0.001 * Math.sqrt(0.001) / (Math.sqrt(0.001) + 1));
        expectSteps(
                new UpdateRule.Adam(0.9, 0.999, 1e-12, AdamForm.NO_BIAS_CORRECTION),
                0.001,
                new float[] {1},
                0.001 * 0.1 / Math.sqrt(0.001));
    }

    /** Kingma and Ba 2015, algorithm 2: m = 0.2, h = 2; then m = 0.28, h = max(0.5·2, 1). */
    @Test
    void adaMaxDividesByTheGreatest() {
        expectSteps(new UpdateRule.AdaMax(0.9, 0.5, 1e-8), 0.1, new float[] {2, 1}, 0.1, 0.1 * 0.28 / 0.19);
    }

    /** Reddi et al. 2018, algorithm 2: v = 0.5, 0.25, but h stays 0.5. */
    @Test
    void amsGradKeepsTheGreatestSecondMoment() {
        expectSteps(
                new UpdateRule.AmsGrad(0, 0.5, 1e-10, AdamForm.NO_BIAS_CORRECTION),
                0.1,
                new float[] {1, 0.001f},
                0.1 / Math.sqrt(0.5),
                0.0001 / Math.sqrt(0.5));
    }

    /** Dozat 2016 with one β₁: (0.9·0.1 + 0.1)/0.1 of a gradient of 1. */
    @Test
    void nadamLooksOneStepAheadOfAdam() {
        expectSteps(new UpdateRule.Nadam(0.9, 0.999, 1e-12), 0.001, new float[] {1}, 0.0019 / Math.sqrt(0.001));
    }

    /** Zhuang et al. 2020, algorithm 2: m = 0.1, s = 0.001·0.9². */
    @Test
    void adaBeliefDividesByTheSurprise() {
        expectSteps(new UpdateRule.AdaBelief(0.9, 0.999, 1e-14), 0.001, new float[] {1}, 0.001 / 0.9);
    }

    /**
     * You et al. 2017, equation 6 and algorithm 1: |w| = 5, |g| = 1, λ = 0.1 give the ratio 0.001·5/(1 + 0.5) for g +
     * λw = (0.9, 1.2); then momentum.
     */
    @Test
    void larsScalesGradientAndDecayTogether() {
        expectVectors(
                plan(new UpdateRule.Lars(0.9, 0.001), 1, 0.1),
                List.of(new float[] {0.6f, 0.8f}, new float[] {0.6f, 0.8f}),
                List.of(new double[] {0.003, 0.004}, new double[] {0.0057, 0.0076}));
    }

    /**
     * You et al. 2020, algorithm 2: Adam's first step is the sign of the gradient; with λ = 0.1 it is r + λw = (1.3,
     * −0.6) of squared length 2.05, brought to the length 5 of w.
     */
    @Test
    void lambGivesAdamsStepTheLengthOfTheWeights() {
        List<float[]> gradients = List.of(new float[] {2, -0.01f});

        expectVectors(plan(new UpdateRule.Lamb(0.9, 0.999, 1e-12), 0.01, 0), gradients, List.of(new double[] {
            0.05 / Math.sqrt(2), -0.05 / Math.sqrt(2)
        }));
        expectVectors(plan(new UpdateRule.Lamb(0.9, 0.999, 1e-12), 0.01, 0.1), gradients, List.of(new double[] {
            0.05 * 1.3 / Math.sqrt(2.05), -0.05 * 0.6 / Math.sqrt(2.05)
        }));
    }

    /** Loshchilov and Hutter 2019, algorithm 2, line 12: Adam's step plus ηλw, not part of the moments. */
    @Test
    void adamWDecaysWeightsBesideTheMoments() {
        expectVectors(
                plan(new UpdateRule.Adam(0.9, 0.999, 1e-12), 0.001, 0.01),
                List.of(new float[] {5, -5}),
                List.of(new double[] {0.001 * 1.03, 0.001 * (-1 + 0.04)}));
    }
}

package org.noisescale.driver.report;

import java.util.Optional;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** The optimizers with a closed form: m ← βm + g, θ ← θ − ηm, and nothing else done to the gradient. */
record HeavyBall(double learningRate, double momentum) {
    static Optional<HeavyBall> find(OptimizerPlan plan) {
        SegmentPlan segment = plan.segment(0);
        boolean isPlain = plan.clipping() instanceof Clipping.None
                && segment.regularization().equals(Regularization.NONE);
        if (!isPlain || !(segment.schedule() instanceof LearningRateSchedule.Constant constant)) {
            return Optional.empty();
        }
        if (segment.rule() instanceof UpdateRule.Sgd) {
            return Optional.of(new HeavyBall(constant.rate(), 0));
        }
        return segment.rule() instanceof UpdateRule.Momentum momentum
                ? Optional.of(of(constant.rate(), momentum))
                : Optional.empty();
    }

    private static HeavyBall of(double learningRate, UpdateRule.Momentum rule) {
        boolean isAverage = rule.form() == UpdateRule.MomentumForm.AVERAGE;
        return new HeavyBall(isAverage ? learningRate * (1 - rule.momentum()) : learningRate, rule.momentum());
    }
}

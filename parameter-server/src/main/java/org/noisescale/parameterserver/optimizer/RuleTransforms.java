package org.noisescale.parameterserver.optimizer;

import java.util.List;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/** Every update rule as the transforms it consists of, spelled out in one line each. */
final class RuleTransforms {
    private RuleTransforms() {}

    /**
     * What turns a mean gradient into the update of a rule, the learning rate included; of {@code Lars} and
     * {@code Lamb} without the trust ratio, which needs norms.
     */
    static List<Transform> of(UpdateRule rule, LearningRateSchedule schedule) {
        ScaleByLearningRate scale = new ScaleByLearningRate(schedule);
        if (isRateInside(rule)) {
            return List.of(scale, direction(rule));
        }
        return rule instanceof UpdateRule.Sgd ? List.of(scale) : List.of(direction(rule), scale);
    }

    /** Whether the rule's state keeps what the learning rate has already scaled. */
    static boolean isRateInside(UpdateRule rule) {
        return rule instanceof UpdateRule.Lars
                || (rule instanceof UpdateRule.Momentum momentum
                        && momentum.form() == MomentumForm.LEARNING_RATE_INSIDE)
                || (rule instanceof UpdateRule.Nesterov nesterov
                        && nesterov.form() == MomentumForm.LEARNING_RATE_INSIDE);
    }

    /** What a rule does beside scaling. */
    static Transform direction(UpdateRule rule) {
        if (rule instanceof UpdateRule.Momentum momentum) {
            float decay = (float) momentum.momentum();
            return new AccumulateMomentum(decay, gain(decay, momentum.form()));
        }
        if (rule instanceof UpdateRule.Nesterov nesterov) {
            float decay = (float) nesterov.momentum();
            return new AccumulateNesterovMomentum(decay, gain(decay, nesterov.form()));
        }
        if (rule instanceof UpdateRule.Lars lars) {
            return new AccumulateMomentum((float) lars.momentum(), 1);
        }
        return adaptive(rule);
    }

    private static float gain(float momentum, MomentumForm form) {
        return form == MomentumForm.AVERAGE ? 1 - momentum : 1;
    }

    private static Transform adaptive(UpdateRule rule) {
        if (rule instanceof UpdateRule.AdaGrad adaGrad) {
            return new ScaleByAdaGrad((float) adaGrad.epsilon(), (float) adaGrad.initialAccumulator());
        }
        if (rule instanceof UpdateRule.RmsProp rmsProp) {
            return new ScaleByRmsProp(
                    (float) rmsProp.decay(), (float) rmsProp.epsilon(), (float) rmsProp.initialAccumulator());
        }
        if (rule instanceof UpdateRule.AdaDelta adaDelta) {
            return new ScaleByAdaDelta((float) adaDelta.decay(), (float) adaDelta.epsilon());
        }
        if (rule instanceof UpdateRule.Nadam nadam) {
            return new ScaleByNadam((float) nadam.beta1(), (float) nadam.beta2(), (float) nadam.epsilon());
        }
        return twoMoments(rule);
    }

    private static Transform twoMoments(UpdateRule rule) {
        if (rule instanceof UpdateRule.Adam adam) {
            return new ScaleByAdam((float) adam.beta1(), (float) adam.beta2(), (float) adam.epsilon(), adam.form());
        }
        if (rule instanceof UpdateRule.Lamb lamb) {
            return new ScaleByAdam(
                    (float) lamb.beta1(), (float) lamb.beta2(), (float) lamb.epsilon(), AdamForm.EPSILON_CORRECTED);
        }
        if (rule instanceof UpdateRule.AmsGrad ams) {
            return new ScaleByAmsGrad((float) ams.beta1(), (float) ams.beta2(), (float) ams.epsilon(), ams.form());
        }
        if (rule instanceof UpdateRule.AdaMax max) {
            return new ScaleByAdaMax((float) max.beta1(), (float) max.beta2(), (float) max.epsilon());
        }
        if (rule instanceof UpdateRule.AdaBelief belief) {
            return new ScaleByAdaBelief((float) belief.beta1(), (float) belief.beta2(), (float) belief.epsilon());
        }
        throw new IllegalStateException("no transform for " + rule);
    }
}

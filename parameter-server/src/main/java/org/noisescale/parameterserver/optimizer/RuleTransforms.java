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
            return new AccumulateMomentum((float) momentum.momentum(), gain(momentum.momentum(), momentum.form()));
        }
        if (rule instanceof UpdateRule.Nesterov nesterov) {
            return new AccumulateNesterovMomentum(
                    (float) nesterov.momentum(), gain(nesterov.momentum(), nesterov.form()));
        }
        if (rule instanceof UpdateRule.Lars lars) {
            return new AccumulateMomentum((float) lars.momentum(), 1);
        }
        return adaptive(rule);
    }

    private static float gain(double momentum, MomentumForm form) {
        return form == MomentumForm.AVERAGE ? (float) (1 - momentum) : 1;
    }

    private static Transform adaptive(UpdateRule rule) {
        if (rule instanceof UpdateRule.AdaGrad adaGrad) {
            return new ScaleByAdaGrad(adaGrad.epsilon(), adaGrad.initialAccumulator());
        }
        if (rule instanceof UpdateRule.RmsProp rmsProp) {
            return new ScaleByRmsProp(rmsProp.decay(), rmsProp.epsilon(), rmsProp.initialAccumulator());
        }
        if (rule instanceof UpdateRule.AdaDelta adaDelta) {
            return new ScaleByAdaDelta(adaDelta.decay(), adaDelta.epsilon());
        }
        if (rule instanceof UpdateRule.Nadam nadam) {
            return new ScaleByNadam(nadam.beta1(), nadam.beta2(), nadam.epsilon());
        }
        return twoMoments(rule);
    }

    private static Transform twoMoments(UpdateRule rule) {
        if (rule instanceof UpdateRule.Adam adam) {
            return new ScaleByAdam(adam.beta1(), adam.beta2(), adam.epsilon(), adam.form());
        }
        if (rule instanceof UpdateRule.Lamb lamb) {
            return new ScaleByAdam(lamb.beta1(), lamb.beta2(), lamb.epsilon(), AdamForm.EPSILON_CORRECTED);
        }
        if (rule instanceof UpdateRule.AmsGrad ams) {
            return new ScaleByAmsGrad(ams.beta1(), ams.beta2(), ams.epsilon(), ams.form());
        }
        if (rule instanceof UpdateRule.AdaMax max) {
            return new ScaleByAdaMax(max.beta1(), max.beta2(), max.epsilon());
        }
        if (rule instanceof UpdateRule.AdaBelief belief) {
            return new ScaleByAdaBelief(belief.beta1(), belief.beta2(), belief.epsilon());
        }
        throw new IllegalStateException("no transform for " + rule);
    }
}

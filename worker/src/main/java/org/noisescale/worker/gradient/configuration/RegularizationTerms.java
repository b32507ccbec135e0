package org.noisescale.worker.gradient.configuration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.noisescale.parameterserver.optimizer.Regularization;

/** DL4J's terms of regularisation as the server has them. */
final class RegularizationTerms {
    private RegularizationTerms() {}

    /** The sum of the terms of one parameter of a layer; what the server lacks is refused. */
    static Regularization of(
            NamedLayer layer, @Nullable List<org.nd4j.linalg.learning.regularization.Regularization> terms) {
        if (terms == null) {
            return Regularization.NONE;
        }
        double l1 = 0;
        double l2 = 0;
        double weightDecay = 0;
        for (org.nd4j.linalg.learning.regularization.Regularization term : terms) {
            if (term instanceof L1Regularization one) {
                l1 += constant(layer, "l1", one.getL1());
            } else if (term instanceof L2Regularization two) {
                l2 += constant(layer, "l2", two.getL2());
            } else if (term instanceof WeightDecay decay) {
                weightDecay += decay(layer, decay);
            } else {
                throw layer.refusal("regularization " + term.getClass().getName() + " is not supported");
            }
        }
        return new Regularization(l1, l2, weightDecay);
    }

    private static double decay(NamedLayer layer, WeightDecay decay) {
        if (!decay.isApplyLR()) {
            throw layer.refusal(
                    "weightDecay without applyLR is not supported; the server multiplies it by the" + " learning rate");
        }
        return constant(layer, "weightDecay", decay.getCoeff());
    }

    private static double constant(NamedLayer layer, String setting, ISchedule schedule) {
        if (schedule instanceof FixedSchedule fixed) {
            if (!(fixed.getValue() >= 0)) {
                throw layer.refusal(setting + " must be at least 0, was " + fixed.getValue());
            }
            return fixed.getValue();
        }
        throw layer.refusal(setting + " with a schedule is not supported");
    }
}

package org.noisescale.worker.gradient.configuration;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/** ND4J's updaters as the rules of the server. */
final class UpdaterRules {
    /** What ND4J begins the sum of squares with, whatever its ε. */
    private static final double ADAGRAD_START = 1e-6;

    private UpdaterRules() {}

    /** The rule of an updater of a layer; what has none is refused. */
    static UpdateRule of(NamedLayer layer, @Nullable IUpdater updater) {
        if (updater == null) {
            throw layer.refusal("has no updater");
        }
        try {
            return accumulating(updater, layer, () -> adaptive(updater, layer));
        } catch (IllegalArgumentException e) {
            throw layer.refusal("updater " + updater.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** NoOp passes the gradient on as the update, which is a learning rate of 1. */
    private static UpdateRule accumulating(IUpdater updater, NamedLayer layer, Supplier<UpdateRule> others) {
        if (updater instanceof Sgd || updater instanceof NoOp) {
            return new UpdateRule.Sgd();
        }
        if (updater instanceof Nesterovs nesterov) {
            if (nesterov.getMomentumISchedule() != null) {
                throw layer.refusal("updater Nesterovs: momentumISchedule is not supported; use a constant momentum");
            }
            return new UpdateRule.Nesterov(nesterov.getMomentum(), MomentumForm.LEARNING_RATE_INSIDE);
        }
        if (updater instanceof AdaGrad adaGrad) {
            return new UpdateRule.AdaGrad(adaGrad.getEpsilon(), ADAGRAD_START);
        }
        if (updater instanceof RmsProp rmsProp) {
            return new UpdateRule.RmsProp(rmsProp.getRmsDecay(), rmsProp.getEpsilon(), rmsProp.getEpsilon());
        }
        if (updater instanceof AdaDelta adaDelta) {
            return new UpdateRule.AdaDelta(adaDelta.getRho(), adaDelta.getEpsilon());
        }
        return others.get();
    }

    private static UpdateRule adaptive(IUpdater updater, NamedLayer layer) {
        if (updater instanceof Adam adam) {
            return new UpdateRule.Adam(
                    adam.getBeta1(), adam.getBeta2(), adam.getEpsilon(), AdamForm.EPSILON_UNCORRECTED);
        }
        if (updater instanceof AMSGrad amsGrad) {
            return new UpdateRule.AmsGrad(
                    amsGrad.getBeta1(), amsGrad.getBeta2(), amsGrad.getEpsilon(), AdamForm.EPSILON_UNCORRECTED);
        }
        if (updater instanceof Nadam nadam) {
            return new UpdateRule.Nadam(nadam.getBeta1(), nadam.getBeta2(), nadam.getEpsilon());
        }
        if (updater instanceof AdaMax adaMax) {
            return new UpdateRule.AdaMax(adaMax.getBeta1(), adaMax.getBeta2(), adaMax.getEpsilon());
        }
        if (updater instanceof AdaBelief belief) {
            return new UpdateRule.AdaBelief(belief.getBeta1(), belief.getBeta2(), belief.getEpsilon());
        }
        throw layer.refusal("updater " + updater.getClass().getName() + " is not supported");
    }
}

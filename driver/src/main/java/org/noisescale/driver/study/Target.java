package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.OptionalDouble;

/** What a run is trained to reach on the held-out examples; its steps are then no more than a limit. */
public sealed interface Target extends Serializable {
    /** Whether an evaluation reaches it; NaN never does. */
    boolean isReachedAt(double loss, OptionalDouble accuracy);

    /** Whether a run ends with an evaluation: what is infinite once stays so, so that further steps could not help. */
    default boolean isEnd(double loss, OptionalDouble accuracy) {
        return !(this instanceof None) && (!Double.isFinite(loss) || isReachedAt(loss, accuracy));
    }

    /** There is none: the run goes on to its last step. */
    record None() implements Target {
        @Override
        public boolean isReachedAt(double loss, OptionalDouble accuracy) {
            return false;
        }
    }

    /** A mean loss of at most this. */
    record Loss(double most) implements Target {
        /** Checks the range. */
        public Loss {
            NumberRange.FINITE.require("target.evaluationLoss", most);
        }

        @Override
        public boolean isReachedAt(double loss, OptionalDouble accuracy) {
            return loss <= most;
        }
    }

    /** A share of right classes of at least this. */
    record Accuracy(double least) implements Target {
        static final NumberRange SHARE = NumberRange.between(0, 1);

        /** Checks the range. */
        public Accuracy {
            SHARE.require("target.evaluationAccuracy", least);
        }

        @Override
        public boolean isReachedAt(double loss, OptionalDouble accuracy) {
            return accuracy.isPresent() && accuracy.getAsDouble() >= least;
        }
    }
}

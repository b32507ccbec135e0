package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/** Which average of the parameters over the steps is evaluated in place of the last ones; training does not see it. */
public sealed interface Averaging extends Serializable {
    /** None: the last parameters are evaluated. */
    record None() implements Averaging {}

    /**
     * The exponential moving average a ← γa + (1−γ)θ after every update, which starts at the initial parameters.
     *
     * @param decay γ, in [0, 1)
     */
    record Exponential(double decay) implements Averaging {
        /** Checks the range. */
        public Exponential {
            Ranges.requireDecay("decay", decay);
        }
    }

    /**
     * The mean of the parameters after each update from {@code fromStep} on (Polyak &amp; Juditsky 1992); the last ones
     * before.
     *
     * @param fromStep at least 1
     */
    record Polyak(long fromStep) implements Averaging {
        /** Checks the range. */
        public Polyak {
            if (fromStep < 1) {
                throw new IllegalArgumentException("fromStep must be at least 1, was " + fromStep);
            }
        }
    }
}

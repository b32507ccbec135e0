package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/** The learning rate η as a function of the step. */
public sealed interface LearningRateSchedule extends Serializable {
    /** The rate at a step, 1 for the first update. */
    double at(long step);

    /**
     * The same rate always.
     *
     * @param rate η, positive
     */
    record Constant(double rate) implements LearningRateSchedule {
        /** Checks the range. */
        public Constant {
            Ranges.requirePositive("learningRate", rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }
}

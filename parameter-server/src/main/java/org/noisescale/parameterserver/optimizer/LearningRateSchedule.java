package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/**
 * The learning rate η as a function of the step. Schedules compute with sums, products, {@code StrictMath} and
 * correctly rounded roots only, so that they have the same bits everywhere.
 */
public sealed interface LearningRateSchedule extends Serializable
        permits LearningRateSchedule.Constant,
                LearningRateSchedule.WarmUp,
                LearningRateSchedule.Linear,
                LearningRateSchedule.Cosine,
                LearningRateSchedule.Step,
                LearningRateSchedule.InverseSquareRoot,
                TabulatedSchedule {
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

    /**
     * A rate that rises linearly (Goyal et al. 2017, arXiv:1706.02677, section 2.2). The last step of the warm-up is
     * the first of what comes after, so that the top is reached once.
     *
     * @param after what comes after
     * @param steps n, at least 1: step t ≤ n has the rate (from + (1−from)·t/n)·{@code after.at(1)}
     * @param from the fraction of the rate at which the rise begins, in [0, 1)
     */
    record WarmUp(LearningRateSchedule after, long steps, double from) implements LearningRateSchedule {
        /** Checks the ranges. */
        public WarmUp {
            Ranges.requireCount("warmupSteps", steps);
            Ranges.requireFraction("warmupFrom", from);
        }

        @Override
        public double at(long step) {
            if (step >= steps) {
                return after.at(step - steps + 1);
            }
            return after.at(1) * (from + (1 - from) * step / steps);
        }
    }

    /**
     * A rate that falls linearly from the first step on and stays where it arrives: rate·(1 −
     * (1−finalFraction)·(t−1)/n) for t ≤ n.
     *
     * @param rate η of the first step, positive
     * @param steps n, at least 1
     * @param finalFraction in [0, 1)
     */
    record Linear(double rate, long steps, double finalFraction) implements LearningRateSchedule {
        /** Checks the ranges. */
        public Linear {
            Ranges.requirePositive("learningRate", rate);
            Ranges.requireCount("steps", steps);
            Ranges.requireFraction("finalFraction", finalFraction);
        }

        @Override
        public double at(long step) {
            double progress = (double) Math.min(step - 1, steps) / steps;
            return rate * (1 - (1 - finalFraction) * progress);
        }
    }

    /**
     * A rate that falls along half a cosine and stays where it arrives (Loshchilov &amp; Hutter 2017, arXiv:1608.03983,
     * equation 5, without restarts): final + ½(rate − final)(1 + cos(π(t−1)/n)), as PyTorch's CosineAnnealingLR.
     *
     * @param rate η of the first step, positive
     * @param steps n, at least 1
     * @param finalFraction final/rate, in [0, 1)
     */
    record Cosine(double rate, long steps, double finalFraction) implements LearningRateSchedule {
        /** Checks the ranges. */
        public Cosine {
            Ranges.requirePositive("learningRate", rate);
            Ranges.requireCount("steps", steps);
            Ranges.requireFraction("finalFraction", finalFraction);
        }

        @Override
        public double at(long step) {
            double progress = (double) Math.min(step - 1, steps) / steps;
            return rate * (finalFraction + (1 - finalFraction) / 2 * (1 + StrictMath.cos(Math.PI * progress)));
        }
    }

    /**
     * A rate that is multiplied by {@code factor} after every {@code every} steps, as PyTorch's StepLR.
     *
     * @param rate η of the first step, positive
     * @param every at least 1
     * @param factor in (0, 1]
     */
    record Step(double rate, long every, double factor) implements LearningRateSchedule {
        /** Checks the ranges. */
        public Step {
            Ranges.requirePositive("learningRate", rate);
            Ranges.requireCount("every", every);
            if (!(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException("factor must be in (0, 1], was " + factor);
            }
        }

        @Override
        public double at(long step) {
            return rate * Power.of(factor, (step - 1) / every);
        }
    }

    /**
     * A rate that falls like 1/√t: rate·√(timescale/(timescale + t − 1)). After a warm-up of {@code timescale} steps it
     * is that of the Transformer (Vaswani et al. 2017, arXiv:1706.03762, equation 3).
     *
     * @param rate η of the first step, positive
     * @param timescale at least 1
     */
    record InverseSquareRoot(double rate, long timescale) implements LearningRateSchedule {
        /** Checks the ranges. */
        public InverseSquareRoot {
            Ranges.requirePositive("learningRate", rate);
            Ranges.requireCount("timescale", timescale);
        }

        @Override
        public double at(long step) {
            return rate * Math.sqrt(timescale / (timescale + (step - 1.0)));
        }
    }
}

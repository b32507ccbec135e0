package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/**
 * How a mean gradient g becomes a direction, before or while the learning rate η scales it; valid once it exists, also
 * in the floats it computes with.
 */
public sealed interface UpdateRule extends Serializable {

    /** Plain stochastic gradient descent: θ ← θ − ηg. */
    record Sgd() implements UpdateRule {}

    /**
     * Heavy-ball momentum (Polyak 1964).
     *
     * @param momentum β, in [0, 1)
     */
    record Momentum(double momentum, MomentumForm form) implements UpdateRule {
        /** Checks the range. */
        public Momentum {
            Ranges.requireDecay("momentum", momentum);
        }

        /** In PyTorch's convention. */
        public Momentum(double momentum) {
            this(momentum, MomentumForm.LEARNING_RATE_OUTSIDE);
        }
    }

    /**
     * Adam (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 1).
     *
     * @param beta1 β₁, the decay of the first moment, in [0, 1)
     * @param beta2 β₂, the decay of the second moment, in [0, 1)
     * @param epsilon ε, positive
     * @param form where ε stands and whether the moments are corrected for their zero start
     */
    record Adam(double beta1, double beta2, double epsilon, AdamForm form) implements UpdateRule {
        /** Checks the ranges. */
        public Adam {
            Ranges.requireDecay("beta1", beta1);
            Ranges.requireDecay("beta2", beta2);
            Ranges.requirePositive("epsilon", epsilon);
        }

        /** In ND4J's form. */
        public Adam(double beta1, double beta2, double epsilon) {
            this(beta1, beta2, epsilon, AdamForm.EPSILON_UNCORRECTED);
        }
    }

    /** The segment is not changed. */
    record Frozen() implements UpdateRule {}

    /** Which of the conventions in use is meant; they differ where η changes, or by the factor 1 − β. */
    enum MomentumForm {
        /** As PyTorch has it: m ← βm + g; θ ← θ − ηm. */
        LEARNING_RATE_OUTSIDE,
        /** As DL4J has it in its Nesterov updater: m ← βm + ηg; θ ← θ − m. */
        LEARNING_RATE_INSIDE,
        /** The exponentially weighted average: m ← βm + (1−β)g; θ ← θ − ηm. */
        AVERAGE
    }

    /** The variants in use. */
    enum AdamForm {
        /** As ND4J has it (end of the paper's section 2): η √(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε). */
        EPSILON_UNCORRECTED,
        /** As the paper's algorithm 1 and PyTorch have it: η m̂/(√v̂ + ε). */
        EPSILON_CORRECTED,
        /** ε inside the root: η m̂/√(v̂ + ε). */
        EPSILON_INSIDE_ROOT,
        /** Without bias correction: η m/(√v + ε). */
        NO_BIAS_CORRECTION
    }
}

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

    /**
     * Nesterov's accelerated gradient in the form of Sutskever et al. 2013 (section 2, with the parameters taken at the
     * look-ahead point): m as in {@link Momentum}, and the update looks one step further, βm + g in place of m.
     * {@code LEARNING_RATE_INSIDE} is ND4J's Nesterovs, {@code LEARNING_RATE_OUTSIDE} PyTorch's.
     *
     * @param momentum β, in [0, 1)
     */
    record Nesterov(double momentum, MomentumForm form) implements UpdateRule {
        /** Checks the range. */
        public Nesterov {
            Ranges.requireDecay("momentum", momentum);
        }
    }

    /**
     * AdaGrad (Duchi et al. 2011, diagonal form): s ← s + g²; g/(√s + ε).
     *
     * @param epsilon ε, positive
     * @param initialAccumulator s before the first step, at least 0; ND4J has 10⁻⁶ whatever its ε, PyTorch 0
     */
    record AdaGrad(double epsilon, double initialAccumulator) implements UpdateRule {
        /** Checks the ranges. */
        public AdaGrad {
            Ranges.requirePositive("epsilon", epsilon);
            Ranges.requireNotNegative("initialAccumulator", initialAccumulator);
        }
    }

    /**
     * RMSProp (Tieleman &amp; Hinton 2012, lecture 6.5): s ← ρs + (1−ρ)g²; g/(√s + ε).
     *
     * @param decay ρ, in [0, 1)
     * @param epsilon ε, positive
     * @param initialAccumulator s before the first step, at least 0; ND4J has ε, PyTorch 0
     */
    record RmsProp(double decay, double epsilon, double initialAccumulator) implements UpdateRule {
        /** Checks the ranges. */
        public RmsProp {
            Ranges.requireDecay("decay", decay);
            Ranges.requirePositive("epsilon", epsilon);
            Ranges.requireNotNegative("initialAccumulator", initialAccumulator);
        }
    }

    /**
     * AMSGrad (Reddi et al. 2018, arXiv:1904.09237, algorithm 2): Adam whose second moment is the greatest so far.
     *
     * @param beta1 β₁, in [0, 1)
     * @param beta2 β₂, in [0, 1)
     * @param epsilon ε, positive
     * @param form as for {@link Adam}; the paper has {@code NO_BIAS_CORRECTION}
     */
    record AmsGrad(double beta1, double beta2, double epsilon, AdamForm form) implements UpdateRule {
        /** Checks the ranges. */
        public AmsGrad {
            Ranges.requireDecay("beta1", beta1);
            Ranges.requireDecay("beta2", beta2);
            Ranges.requirePositive("epsilon", epsilon);
        }
    }

    /**
     * Nadam (Dozat 2016, ICLR workshop) as ND4J has it: with one β₁ for all steps and v not corrected for bias.
     *
     * @param beta1 β₁, in [0, 1)
     * @param beta2 β₂, in [0, 1)
     * @param epsilon ε, positive
     */
    record Nadam(double beta1, double beta2, double epsilon) implements UpdateRule {
        /** Checks the ranges. */
        public Nadam {
            Ranges.requireDecay("beta1", beta1);
            Ranges.requireDecay("beta2", beta2);
            Ranges.requirePositive("epsilon", epsilon);
        }
    }

    /**
     * AdaMax (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 2).
     *
     * @param beta1 β₁, in [0, 1)
     * @param beta2 β₂, in [0, 1)
     * @param epsilon the least divisor, positive
     */
    record AdaMax(double beta1, double beta2, double epsilon) implements UpdateRule {
        /** Checks the ranges. */
        public AdaMax {
            Ranges.requireDecay("beta1", beta1);
            Ranges.requireDecay("beta2", beta2);
            Ranges.requirePositive("epsilon", epsilon);
        }
    }

    /**
     * AdaDelta (Zeiler 2012, arXiv:1212.5701, algorithm 1), of which the paper takes the learning rate to be 1.
     *
     * @param decay ρ, in [0, 1)
     * @param epsilon ε, inside the roots, positive
     */
    record AdaDelta(double decay, double epsilon) implements UpdateRule {
        /** Checks the ranges. */
        public AdaDelta {
            Ranges.requireDecay("decay", decay);
            Ranges.requirePositive("epsilon", epsilon);
        }
    }

    /**
     * AdaBelief (Zhuang et al. 2020, arXiv:2010.07468, algorithm 2) as ND4J has it.
     *
     * @param beta1 β₁, in [0, 1)
     * @param beta2 β₂, in [0, 1)
     * @param epsilon ε, positive
     */
    record AdaBelief(double beta1, double beta2, double epsilon) implements UpdateRule {
        /** Checks the ranges. */
        public AdaBelief {
            Ranges.requireDecay("beta1", beta1);
            Ranges.requireDecay("beta2", beta2);
            Ranges.requirePositive("epsilon", epsilon);
        }
    }

    /**
     * Layer-wise adaptive rate scaling (You et al. 2017, arXiv:1708.03888, algorithm 1): with the weight decay λ of
     * {@link Regularization}, m ← βm + η·ratio·(g + λθ) and θ ← θ − m, where ratio = trust·|θ|/(|g| + λ|θ|) over a
     * segment. Where |θ| or the divisor is 0 the ratio is 1; so it is for segments that are not regularised.
     *
     * @param momentum β, in [0, 1)
     * @param trust the trust coefficient, positive
     */
    record Lars(double momentum, double trust) implements UpdateRule {
        /** Checks the ranges. */
        public Lars {
            Ranges.requireDecay("momentum", momentum);
            Ranges.requirePositive("trust", trust);
        }
    }

    /**
     * LAMB (You et al. 2020, arXiv:1904.00962, algorithm 2, φ the identity): with r the direction of Adam in the form
     * {@code EPSILON_CORRECTED} and the weight decay λ of {@link Regularization}, θ ← θ − η·|θ|/|r + λθ|·(r + λθ),
     * norms over a segment. Where one of them is 0 the ratio is 1; so it is for segments that are not regularised.
     *
     * @param beta1 β₁, in [0, 1)
     * @param beta2 β₂, in [0, 1)
     * @param epsilon ε, positive
     */
    record Lamb(double beta1, double beta2, double epsilon) implements UpdateRule {
        /** Checks the ranges. */
        public Lamb {
            Ranges.requireDecay("beta1", beta1);
            Ranges.requireDecay("beta2", beta2);
            Ranges.requirePositive("epsilon", epsilon);
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

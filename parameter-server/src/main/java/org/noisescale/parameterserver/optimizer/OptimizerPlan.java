package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/** Which optimizer the server applies, with its settings; valid once it exists, also in the floats it computes with. */
public sealed interface OptimizerPlan extends Serializable {

    /** The step size η; positive. */
    double learningRate();

    /**
     * Plain stochastic gradient descent: θ ← θ − ηg.
     *
     * @param learningRate η, positive
     */
    record Sgd(double learningRate) implements OptimizerPlan {
        /** Checks the range of the learning rate. */
        public Sgd {
            requirePositive("learningRate", learningRate);
        }
    }

    /**
     * Heavy-ball momentum (Polyak 1964): m ← βm + g; θ ← θ − ηm.
     *
     * @param learningRate η, positive
     * @param momentum β, in [0, 1)
     */
    record Momentum(double learningRate, double momentum) implements OptimizerPlan {
        /** Checks the ranges. */
        public Momentum {
            requirePositive("learningRate", learningRate);
            requireDecay("momentum", momentum);
        }
    }

    /**
     * Adam with bias correction (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 1, in the form of the end of its
     * section 2, as ND4J has it: α' = α √(1−β₂ᵗ)/(1−β₁ᵗ), θ ← θ − α' m/(√v + ε)).
     *
     * @param learningRate α, positive
     * @param beta1 β₁, the decay of the first moment, in [0, 1)
     * @param beta2 β₂, the decay of the second moment, in [0, 1)
     * @param epsilon ε, positive
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements OptimizerPlan {
        /** Checks the ranges. */
        public Adam {
            requirePositive("learningRate", learningRate);
            requireDecay("beta1", beta1);
            requireDecay("beta2", beta2);
            requirePositive("epsilon", epsilon);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!((float) value >= Float.MIN_NORMAL && (float) value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be positive and finite as a float, was " + value);
        }
    }

    private static void requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), was " + value);
        }
        if ((float) value == 1) {
            throw new IllegalArgumentException(name + " must be below 1 as a float, was " + value);
        }
    }
}

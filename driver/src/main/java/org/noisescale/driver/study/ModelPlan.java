package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.List;

/** What is trained. */
public sealed interface ModelPlan extends Serializable {
    /** Softmax regression. */
    record Softmax() implements ModelPlan {}

    /**
     * A multilayer perceptron for classification.
     *
     * @param hidden the sizes of its hidden layers, first to last: from 1 to 32 layers of 1 to 100,000 units
     * @param activation of the hidden layers
     * @param loss what is minimised
     */
    record Mlp(List<Integer> hidden, Activation activation, Loss loss) implements ModelPlan {
        static final WholeRange LAYERS = new WholeRange(1, 32);
        static final WholeRange UNITS = new WholeRange(1, 100_000);

        /** Checks the ranges. */
        public Mlp {
            hidden = List.copyOf(hidden);
            LAYERS.require("the number of hidden layers", hidden.size());
            for (int units : hidden) {
                UNITS.require("each of hidden", units);
            }
        }
    }

    /** The noisy quadratic model; its figures stand in the data section. */
    record Quadratic() implements ModelPlan {}

    /** The activation of hidden layers. */
    enum Activation {
        /** The positive part. */
        RELU,
        /** The hyperbolic tangent. */
        TANH,
        /** The logistic function. */
        SIGMOID,
        /** The exponential linear unit (Clevert et al. 2016, arXiv:1511.07289). */
        ELU,
        /** The Gaussian error linear unit (Hendrycks &amp; Gimpel 2016, arXiv:1606.08415). */
        GELU,
        /** None: a deep linear network. */
        IDENTITY
    }

    /** What a classifier minimises. */
    enum Loss {
        /** Cross-entropy of a softmax output. */
        CROSS_ENTROPY,
        /**
         * Mean squared difference between linear outputs and the one-hot label, which often generalises as well or
         * better (Hui &amp; Belkin 2020, arXiv:2006.07322).
         */
        SQUARED_ERROR
    }
}

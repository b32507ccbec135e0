package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.List;

/** What is trained. */
public sealed interface ModelPlan extends Serializable {
    /** Softmax regression. */
    record Softmax() implements ModelPlan {}

    /** Linear in the features, with the squared error: linear regression, for classes against their one-hot labels. */
    record Linear() implements ModelPlan {}

    /**
     * A multilayer perceptron.
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

    /** Whether the outputs are probabilities of classes. */
    default boolean isClassifier() {
        return this instanceof Softmax || (this instanceof Mlp mlp && mlp.loss() == Loss.CROSS_ENTROPY);
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

    /** What is minimised. */
    enum Loss {
        /** Cross-entropy of a softmax output; of classes only. */
        CROSS_ENTROPY,
        /**
         * Squared difference between linear outputs and the targets, averaged over targets. For classes the targets are
         * the one-hot label, which often generalises as well or better (Hui &amp; Belkin 2020, arXiv:2006.07322).
         */
        SQUARED_ERROR
    }
}

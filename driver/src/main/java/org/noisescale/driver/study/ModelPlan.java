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
     * @param batchNorm whether BatchNormalization stands before each activation, and over which examples it normalises
     * @param dropout the probability with which a hidden unit is dropped at a step; in [0, 1)
     */
    record Mlp(List<Integer> hidden, Activation activation, Loss loss, BatchNorm batchNorm, double dropout)
            implements ModelPlan {
        static final WholeRange LAYERS = new WholeRange(1, 32);
        static final WholeRange UNITS = new WholeRange(1, 100_000);

        /** Checks the ranges. */
        public Mlp {
            hidden = List.copyOf(hidden);
            LAYERS.require("the number of hidden layers", hidden.size());
            for (int units : hidden) {
                UNITS.require("each of hidden", units);
            }
            NumberRange.DECAY.require("dropout", dropout);
        }
    }

    /**
     * A network of convolutions for classification.
     *
     * @param size which one
     * @param inputShape channels, height and width; empty to take them from the data
     * @param batchNorm whether BatchNormalization stands before each activation, and over which examples it normalises
     */
    record Cnn(Size size, List<Integer> inputShape, BatchNorm batchNorm) implements ModelPlan {
        /** Checks the number of dimensions. */
        public Cnn {
            inputShape = InputSizes.require(inputShape);
            if (!inputShape.isEmpty() && inputShape.size() != 3) {
                throw new IllegalArgumentException("inputShape must be [channels, height, width], was " + inputShape);
            }
        }

        /** The sizes there are. */
        public enum Size {
            /** LeNet. */
            LENET,
            /** Four convolutions, for 112×112 pixels in colour. */
            LARGE
        }
    }

    /**
     * A network that DL4J configures.
     *
     * @param path of the JSON that DL4J wrote, absolute
     * @param inputShape in which shape its first layer takes an example; empty to find out
     * @param ownUpdaters whether the updaters of the configuration are used, since the study names no optimizer
     * @param batchNorm over which examples its layers of BatchNormalization normalise, or that they are taken out
     */
    record Dl4j(String path, List<Integer> inputShape, boolean ownUpdaters, BatchNorm batchNorm) implements ModelPlan {
        /** Makes the list immutable. */
        public Dl4j {
            inputShape = InputSizes.require(inputShape);
        }
    }

    /**
     * A classifier whose loss weighs examples by their class.
     *
     * @param model a classifier without weights
     */
    record ClassWeighted(ModelPlan model, ClassWeights weights) implements ModelPlan {
        /** Checks that there are classes to be weighed. */
        public ClassWeighted {
            if (!model.isClassifier() || model instanceof ClassWeighted) {
                throw new IllegalArgumentException("classWeights need the loss cross-entropy");
            }
        }
    }

    /** Over which examples its layers of BatchNormalization normalise. */
    default BatchNorm batchNorm() {
        return this instanceof ClassWeighted weighted ? weighted.model().batchNorm() : BatchNorm.NONE;
    }

    /** Whether the outputs are probabilities of classes. */
    default boolean isClassifier() {
        return this instanceof Softmax
                || this instanceof Cnn
                || this instanceof ClassWeighted
                || (this instanceof Mlp mlp && mlp.loss() == Loss.CROSS_ENTROPY);
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

package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.List;

/** What is trained. */
public sealed interface ModelPlan extends Serializable {
    /** Softmax regression. */
    record Softmax() implements ModelPlan {}

    /** A multilayer perceptron with the sizes of its hidden layers and their activation. */
    record Mlp(List<Integer> hidden, Activation activation) implements ModelPlan {}

    /** The noisy quadratic model; its figures stand in the data section. */
    record Quadratic() implements ModelPlan {}

    /** The activation of hidden layers. */
    enum Activation {
        RELU,
        TANH,
        SIGMOID,
        ELU,
        GELU,
        IDENTITY
    }
}

package org.noisescale.parameterserver.optimizer;

/** An optimizer for one number, as its paper writes it, in double. */
@FunctionalInterface
interface NaiveOptimizer {
    /** The update u of θ ← θ − u for the gradient of the next step. */
    double update(double gradient);

    /** θ ← θ − ηg. */
    static NaiveOptimizer sgd(double learningRate) {
        return gradient -> learningRate * gradient;
    }

    /** Polyak 1964 in PyTorch's form. */
    static NaiveOptimizer momentum(double learningRate, double momentum) {
        double[] velocity = new double[1];
        return gradient -> {
            velocity[0] = momentum * velocity[0] + gradient;
            return learningRate * velocity[0];
        };
    }

    /** Kingma and Ba 2015, the form of the end of section 2. */
    static NaiveOptimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
        double[] state = new double[3];
        return gradient -> {
            double step = ++state[0];
            state[1] = beta1 * state[1] + (1 - beta1) * gradient;
            state[2] = beta2 * state[2] + (1 - beta2) * gradient * gradient;
            double rate = learningRate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
            return rate * state[1] / (Math.sqrt(state[2]) + epsilon);
        };
    }
}

package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;

/** An optimizer for one number, as its paper writes it, in double. */
@FunctionalInterface
interface NaiveOptimizer {
    /** The update u of θ ← θ − u for the gradient of the next step. */
    double update(double gradient);

    /** θ ← θ − ηg. */
    static NaiveOptimizer sgd(double learningRate) {
        return gradient -> learningRate * gradient;
    }

    /** Polyak 1964 in PyTorch's form, or as an average with weight 1 − β. */
    static NaiveOptimizer momentum(double learningRate, double momentum, double weight) {
        double[] velocity = new double[1];
        return gradient -> {
            velocity[0] = momentum * velocity[0] + weight * gradient;
            return learningRate * velocity[0];
        };
    }

    /** As DL4J's documentation of Nesterovs writes it, with v for −m: v ← βv − ηg; θ ← θ − βv′ + (1+β)v. */
    static NaiveOptimizer nesterov(double learningRate, double momentum) {
        double[] velocity = new double[1];
        return gradient -> {
            double before = velocity[0];
            velocity[0] = momentum * before - learningRate * gradient;
            return momentum * before - (1 + momentum) * velocity[0];
        };
    }

    /** Duchi et al. 2011. */
    static NaiveOptimizer adaGrad(double learningRate, double epsilon, double initial) {
        double[] sum = {initial};
        return gradient -> {
            sum[0] += gradient * gradient;
            return learningRate * gradient / (Math.sqrt(sum[0]) + epsilon);
        };
    }

    /** Tieleman and Hinton 2012. */
    static NaiveOptimizer rmsProp(double learningRate, double decay, double epsilon, double initial) {
        double[] mean = {initial};
        return gradient -> {
            mean[0] = decay * mean[0] + (1 - decay) * gradient * gradient;
            return learningRate * gradient / (Math.sqrt(mean[0]) + epsilon);
        };
    }

    /** Zeiler 2012, algorithm 1. */
    static NaiveOptimizer adaDelta(double learningRate, double decay, double epsilon) {
        double[] means = new double[2];
        return gradient -> {
            means[0] = decay * means[0] + (1 - decay) * gradient * gradient;
            double update = Math.sqrt(means[1] + epsilon) / Math.sqrt(means[0] + epsilon) * gradient;
            means[1] = decay * means[1] + (1 - decay) * update * update;
            return learningRate * update;
        };
    }

    /** Kingma and Ba 2015, the form of the end of section 2. */
    static NaiveOptimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
        return adam(learningRate, beta1, beta2, epsilon, AdamForm.EPSILON_UNCORRECTED);
    }

    /** Kingma and Ba 2015, algorithm 1, and its variants. */
    static NaiveOptimizer adam(double learningRate, double beta1, double beta2, double epsilon, AdamForm form) {
        double[] state = new double[3];
        return gradient -> {
            double step = ++state[0];
            state[1] = beta1 * state[1] + (1 - beta1) * gradient;
            state[2] = beta2 * state[2] + (1 - beta2) * gradient * gradient;
            return learningRate
                    * adamDirection(form, epsilon, new double[] {
                        state[1], state[2], 1 - Math.pow(beta1, step), 1 - Math.pow(beta2, step)
                    });
        };
    }

    /** Of the moments and of what divides them to correct their bias. */
    private static double adamDirection(AdamForm form, double epsilon, double[] state) {
        double first = state[0] / state[2];
        double second = state[1] / state[3];
        return switch (form) {
            case EPSILON_UNCORRECTED -> Math.sqrt(state[3]) / state[2] * state[0] / (Math.sqrt(state[1]) + epsilon);
            case EPSILON_CORRECTED -> first / (Math.sqrt(second) + epsilon);
            case EPSILON_INSIDE_ROOT -> first / Math.sqrt(second + epsilon);
            case NO_BIAS_CORRECTION -> state[0] / (Math.sqrt(state[1]) + epsilon);
        };
    }

    /** Reddi et al. 2018, algorithm 2. */
    static NaiveOptimizer amsGrad(double learningRate, double beta1, double beta2, double epsilon, AdamForm form) {
        double[] state = new double[4];
        return gradient -> {
            double step = ++state[0];
            state[1] = beta1 * state[1] + (1 - beta1) * gradient;
            state[2] = beta2 * state[2] + (1 - beta2) * gradient * gradient;
            state[3] = Math.max(state[3], state[2]);
            return learningRate
                    * adamDirection(form, epsilon, new double[] {
                        state[1], state[3], 1 - Math.pow(beta1, step), 1 - Math.pow(beta2, step)
                    });
        };
    }

    /** Dozat 2016 as ND4J has it. */
    static NaiveOptimizer nadam(double learningRate, double beta1, double beta2, double epsilon) {
        double[] state = new double[3];
        return gradient -> {
            double step = ++state[0];
            state[1] = beta1 * state[1] + (1 - beta1) * gradient;
            state[2] = beta2 * state[2] + (1 - beta2) * gradient * gradient;
            double ahead = (beta1 * state[1] + (1 - beta1) * gradient) / (1 - Math.pow(beta1, step));
            return learningRate * ahead / (Math.sqrt(state[2]) + epsilon);
        };
    }

    /** Kingma and Ba 2015, algorithm 2. */
    static NaiveOptimizer adaMax(double learningRate, double beta1, double beta2) {
        double[] state = new double[3];
        return gradient -> {
            double step = ++state[0];
            state[1] = beta1 * state[1] + (1 - beta1) * gradient;
            state[2] = Math.max(beta2 * state[2], Math.abs(gradient));
            return state[2] == 0 ? 0 : learningRate / (1 - Math.pow(beta1, step)) * state[1] / state[2];
        };
    }

    /** Zhuang et al. 2020, algorithm 2. */
    static NaiveOptimizer adaBelief(double learningRate, double beta1, double beta2, double epsilon) {
        double[] state = new double[3];
        return gradient -> {
            double step = ++state[0];
            state[1] = beta1 * state[1] + (1 - beta1) * gradient;
            double surprise = gradient - state[1];
            state[2] = beta2 * state[2] + (1 - beta2) * surprise * surprise + epsilon;
            double rate = learningRate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
            return rate * state[1] / (Math.sqrt(state[2]) + epsilon);
        };
    }
}

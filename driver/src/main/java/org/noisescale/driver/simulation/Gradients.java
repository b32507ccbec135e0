package org.noisescale.driver.simulation;

import java.nio.FloatBuffer;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.objective.Objective;

/** The gradients of all virtual workers, from one objective that is given the parameters of whoever computes. */
final class Gradients {
    private final Objective objective;
    private final FloatBuffer parameters;
    private final FloatBuffer gradient;
    private final int virtualWorkers;

    Gradients(Objective objective, int virtualWorkers) {
        this.objective = objective;
        this.virtualWorkers = virtualWorkers;
        parameters = objective.parameters().asFloatBuffer();
        gradient = objective.gradient().asFloatBuffer();
    }

    /** Puts all gradients until the next call at these parameters. */
    void place(float[] at) {
        parameters.put(0, at);
    }

    int examples(int virtualWorker) {
        return objective.examples(virtualWorker);
    }

    /** Writes the sum over a virtual worker's examples of a step; returns the sum of their losses. */
    double sumInto(float[] target, long step, int virtualWorker) {
        double loss = objective.sumGradient(step, virtualWorker);
        gradient.get(0, target);
        return loss;
    }

    /** The figures on all held-out examples. */
    EvaluationSum evaluate(float[] at) {
        place(at);
        EvaluationSum sum = objective.evaluate(0);
        for (int virtualWorker = 1; virtualWorker < virtualWorkers; virtualWorker++) {
            sum = sum.plus(objective.evaluate(virtualWorker));
        }
        return sum;
    }
}

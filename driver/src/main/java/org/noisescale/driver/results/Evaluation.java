package org.noisescale.driver.results;

import java.util.OptionalDouble;
import org.noisescale.parameterserver.protocol.EvaluationSum;

/**
 * What a model is worth on the held-out examples.
 *
 * @param loss mean loss of an example
 * @param accuracy share of the examples whose class is right, in [0, 1]; empty where the task has no classes
 */
public record Evaluation(double loss, OptionalDouble accuracy) {
    /** The averages of sums over all held-out examples. */
    public static Evaluation of(EvaluationSum sum) {
        boolean classes = sum.correct() != EvaluationSum.NO_CLASSES;
        return new Evaluation(
                sum.lossSum() / sum.examples(),
                classes ? OptionalDouble.of((double) sum.correct() / sum.examples()) : OptionalDouble.empty());
    }
}

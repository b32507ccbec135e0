package org.noisescale.driver.results;

import java.util.Optional;
import java.util.OptionalDouble;
import org.noisescale.parameterserver.protocol.ClassTally;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.TargetErrors;

/**
 * What a model is worth on the held-out examples.
 *
 * @param loss mean loss of an example, weighted by its class where training is
 * @param accuracy share of the examples whose class is right, in [0, 1]; empty where the task has no classes
 * @param classes how each class was classified; empty but after the last step of a task with classes
 * @param targets how far predictions are from targets; empty but for a regression
 */
public record Evaluation(
        double loss, OptionalDouble accuracy, Optional<ClassTally> classes, Optional<TargetErrors> targets) {
    /** The averages of sums over all held-out examples. */
    public static Evaluation of(EvaluationSum sum) {
        boolean classes = sum.correct() != EvaluationSum.NO_CLASSES;
        return new Evaluation(
                sum.lossSum() / sum.examples(),
                classes ? OptionalDouble.of((double) sum.correct() / sum.examples()) : OptionalDouble.empty(),
                sum.classes(),
                sum.targets());
    }

    /** R² of a regression: the share of the targets' variance that is predicted; empty for other tasks. */
    public OptionalDouble rSquared() {
        return targets.map(TargetErrors::determination).orElse(OptionalDouble.empty());
    }

    /** The mean absolute error of a regression; empty for other tasks. */
    public OptionalDouble meanAbsoluteError() {
        return targets.map(errors -> OptionalDouble.of(errors.meanAbsoluteError()))
                .orElse(OptionalDouble.empty());
    }
}

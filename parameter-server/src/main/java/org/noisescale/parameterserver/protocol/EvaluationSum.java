package org.noisescale.parameterserver.protocol;

import java.util.Optional;

/**
 * Figures on some held-out examples, as sums.
 *
 * @param correct how many were classified correctly, -1 where the task has no classes
 * @param classes how each class was classified; empty where the task has no classes or nobody asks
 * @param targets how far the predictions are from the targets of a regression; empty for other tasks
 */
public record EvaluationSum(
        long examples, double lossSum, long correct, Optional<ClassTally> classes, Optional<TargetErrors> targets) {
    /** The task has no classes. */
    public static final long NO_CLASSES = -1;

    /** Sums without details. */
    public EvaluationSum(long examples, double lossSum, long correct) {
        this(examples, lossSum, correct, Optional.empty(), Optional.empty());
    }

    /** The sums over both; details that both do not have, or of different shapes, are left out. */
    public EvaluationSum plus(EvaluationSum other) {
        boolean counted = correct != NO_CLASSES && other.correct != NO_CLASSES;
        return new EvaluationSum(
                examples + other.examples,
                lossSum + other.lossSum,
                counted ? correct + other.correct : NO_CLASSES,
                classes.flatMap(own -> other.classes.flatMap(own::plus)),
                targets.flatMap(own -> other.targets.flatMap(own::plus)));
    }

    /** The same without the figures of single classes. */
    public EvaluationSum withoutClasses() {
        return new EvaluationSum(examples, lossSum, correct, Optional.empty(), targets);
    }
}

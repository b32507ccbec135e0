package org.noisescale.parameterserver.protocol;

/**
 * Figures on some held-out examples, as sums.
 *
 * @param correct how many were classified correctly, -1 where the task has no classes
 */
public record EvaluationSum(long examples, double lossSum, long correct) {
    /** The task has no classes. */
    public static final long NO_CLASSES = -1;

    /** The sums over both. */
    public EvaluationSum plus(EvaluationSum other) {
        boolean classes = correct != NO_CLASSES && other.correct != NO_CLASSES;
        return new EvaluationSum(
                examples + other.examples, lossSum + other.lossSum, classes ? correct + other.correct : NO_CLASSES);
    }
}

package org.noisescale.driver.job;

/**
 * The mean training loss over the last tenth of a run's steps, at least one: a single step's is too noisy to compare.
 */
final class LossTail {
    private static final int PARTS = 10;

    private final long firstStep;
    private double sum;
    private long count;

    LossTail(long steps) {
        firstStep = steps - Math.max(1, steps / PARTS) + 1;
    }

    /** Takes the loss of a step, 1 for the first. */
    void observe(long step, double loss) {
        if (step >= firstStep) {
            sum += loss;
            count++;
        }
    }

    double mean() {
        return sum / count;
    }
}

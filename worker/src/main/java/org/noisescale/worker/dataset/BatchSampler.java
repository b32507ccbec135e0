package org.noisescale.worker.dataset;

/**
 * Which of its examples a virtual worker draws at a step: a pure function of (seed, step, virtual worker), so that a
 * worker that starts again, or another one in its place, draws the same.
 */
public sealed interface BatchSampler permits ReshuffledSampler, ReplacementSampler {

    /** How many examples a step draws. */
    int batchSize();

    /** How many examples the partition has. */
    int exampleCount();

    /**
     * Writes the positions, in {@code [0, exampleCount())}, of the examples of a step.
     *
     * @param step counted from 0
     * @param positions the first {@link #batchSize()} elements are written
     */
    void drawInto(long step, int[] positions);
}

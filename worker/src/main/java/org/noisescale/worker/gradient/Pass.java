package org.noisescale.worker.gradient;

/**
 * What is computed at a version of the parameters.
 *
 * @param step the version, 0 for the first
 * @param probe whether it is not the step's own gradient but, before that, one over the examples of the next step,
 *     which is measured only
 */
record Pass(long step, boolean probe) {
    /** The step whose examples are taken, and what layers draw at random. */
    long drawn() {
        return probe ? step + 1 : step;
    }
}

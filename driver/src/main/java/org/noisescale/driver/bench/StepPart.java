package org.noisescale.driver.bench;

/** What a worker does in a step, one after the other. */
enum StepPart {
    /** Gathers examples and computes their gradient. */
    COMPUTE(0),
    /** Hands the gradient over. */
    PUSH(1),
    /** Has no new parameters: the other workers are behind, or the shards aggregate. */
    WAIT(2),
    /** Takes the new parameters, from the first chunk to the last. */
    PULL(3);

    private final int position;

    StepPart(int position) {
        this.position = position;
    }

    /** Where its duration stands among those of a step. */
    int position() {
        return position;
    }
}

package org.noisescale.driver.bench;

/** What a worker does in a step, one after the other. */
enum StepPart {
    /** Gathers examples and computes their gradient. */
    COMPUTE,
    /** Hands the gradient over. */
    PUSH,
    /** Has no new parameters: the other workers are behind, or the shards aggregate. */
    WAIT,
    /** Takes the new parameters, from the first chunk to the last. */
    PULL
}

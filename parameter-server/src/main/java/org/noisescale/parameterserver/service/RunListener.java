package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.protocol.EvaluationSum;

/**
 * Is told what a run does; called by one thread of the server, in the order of the steps. What a call throws ends the
 * run.
 */
public interface RunListener {
    /** A step is complete. */
    void onStep(StepReport report);

    /** All held-out examples were evaluated at a version. */
    void onEvaluation(long version, EvaluationSum sum);

    /**
     * The run cannot go on, for a reason in one line. Told at most once, and nothing after it; the server is to be
     * closed.
     */
    void onFailure(String reason);
}

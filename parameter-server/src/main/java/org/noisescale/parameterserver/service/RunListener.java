package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.protocol.EvaluationSum;

/** Is told what a run does; called by one thread, in the order of the steps. */
public interface RunListener {
    /** A step is complete. */
    void onStep(StepReport report);

    /** All held-out examples were evaluated at a version. */
    void onEvaluation(long version, EvaluationSum sum);

    /** A thread of the server ended the run early. */
    void onFailure(String reason);
}

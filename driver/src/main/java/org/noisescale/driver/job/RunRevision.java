package org.noisescale.driver.job;

import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.worker.objective.ObjectivePlan;

/**
 * The last word on what a run does, after its study was read and before anything is started. Studies have none; it is
 * here so that a deliberate fault takes the same path as everything else, and the self-test can be seen to notice.
 */
public interface RunRevision {
    /** Changes nothing. */
    RunRevision NONE = new RunRevision() {};

    /** What the server does with gradients. */
    default ServerPlan.Rules rules(ServerPlan.Rules planned) {
        return planned;
    }

    /** What workers compute; it travels to them. */
    default ObjectivePlan objective(ObjectivePlan planned) {
        return planned;
    }
}

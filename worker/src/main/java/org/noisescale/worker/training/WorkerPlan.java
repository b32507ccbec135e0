package org.noisescale.worker.training;

import java.io.Serializable;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;

/**
 * What a worker does in a run.
 *
 * @param steps how many updates
 * @param evaluateEvery after how many updates held-out examples are evaluated; 0 for only after the last
 */
public record WorkerPlan(ClientPlan client, long steps, long evaluateEvery) implements Serializable {
    private static final long serialVersionUID = 1;

    boolean evaluatesAt(long version) {
        return new EvaluationSchedule(steps, evaluateEvery).includes(version);
    }

    /** Whether an evaluation there may turn out to be the run's last. */
    boolean mayEndAt(long version) {
        return version == steps || client.channels().judged();
    }
}

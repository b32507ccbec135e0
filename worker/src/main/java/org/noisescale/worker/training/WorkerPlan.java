package org.noisescale.worker.training;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;

/**
 * What a worker does in a run.
 *
 * @param begin the version from which the run goes on, 0 for its beginning
 * @param steps how many updates
 * @param evaluateEvery after how many updates held-out examples are evaluated; 0 for only after the last
 * @param snapshotEvery after how many updates the worker of rank 0 keeps a copy of the parameters, from version 0 on
 *     and after the last update too; 0 for never
 * @param delayOrNull how long a step of the worker takes at least; null for as long as it takes
 * @param probes when a second batch is looked at
 */
public record WorkerPlan(
        ClientPlan client,
        long begin,
        long steps,
        long evaluateEvery,
        long snapshotEvery,
        @Nullable Delay delayOrNull,
        ProbePlan probes)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** For a run that takes the time that it takes. */
    public WorkerPlan(ClientPlan client, long begin, long steps, long evaluateEvery, long snapshotEvery) {
        this(client, begin, steps, evaluateEvery, snapshotEvery, null, ProbePlan.NONE);
    }

    /** For a run from its beginning. */
    public WorkerPlan(ClientPlan client, long steps, long evaluateEvery, long snapshotEvery) {
        this(client, 0, steps, evaluateEvery, snapshotEvery);
    }

    boolean evaluatesAt(long version) {
        return new EvaluationSchedule(steps, evaluateEvery).includes(version);
    }

    /** Whether an evaluation there may turn out to be the run's last. */
    boolean mayEndAt(long version) {
        return version == steps || client.channels().judged();
    }

    /** Whether the parameters of this version are kept; {@code over} if the run ends with it before its last step. */
    boolean keepsAt(long version, boolean over) {
        boolean keeps = snapshotEvery > 0 && client.membership().rank() == 0;
        return keeps && (over || version == steps || version % snapshotEvery == 0);
    }
}

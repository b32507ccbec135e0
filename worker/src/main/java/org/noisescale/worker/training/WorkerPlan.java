package org.noisescale.worker.training;

import java.io.Serializable;
import org.noisescale.parameterserver.client.ClientPlan;

/**
 * What a worker does in a run.
 *
 * @param steps how many updates
 * @param evaluateEvery after how many updates held-out examples are evaluated; 0 for only after the last
 * @param snapshotEvery after how many updates the worker of rank 0 keeps a copy of the parameters, from version 0 on and
 *     after the last update too; 0 for never
 */
public record WorkerPlan(ClientPlan client, long steps, long evaluateEvery, long snapshotEvery) implements Serializable {
    private static final long serialVersionUID = 1;

    boolean evaluatesAt(long version) {
        return version == steps || (evaluateEvery > 0 && version % evaluateEvery == 0);
    }

    boolean keepsAt(long version) {
        boolean due = version == steps || (snapshotEvery > 0 && version % snapshotEvery == 0);
        return due && snapshotEvery > 0 && client.membership().rank() == 0;
    }
}

package org.noisescale.worker.training;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * What a worker does under a rule other than bsp.
 *
 * @param worker what it does under every rule
 * @param policy the rule
 * @param localOrNull what it does with gradients itself under rule local
 */
public record TurnPlan(
        WorkerPlan worker,
        SynchronizationPolicy policy,
        @Nullable OptimizerPlan localOrNull) implements Serializable {
    private static final long serialVersionUID = 1;
}

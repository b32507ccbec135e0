package org.noisescale.driver.study;

import java.io.Serializable;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.synchronization.Asynchrony;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.LocalPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * How the workers of a run are kept together.
 *
 * @param rule its name
 * @param policy what it decides
 * @param asynchrony what is made of stale gradients
 * @param outer what the server does with how far the workers of rule local came, as if that were a mean gradient
 * @param replay the file of the log of arrivals whose order the run follows; empty for none
 */
public record SynchronizationPlan(
        String rule, SynchronizationPolicy policy, Asynchrony asynchrony, OptimizerPlan outer, String replay)
        implements Serializable {
    /** Bulk synchronous. */
    public static final SynchronizationPlan BSP = of("bsp", new BulkSynchronousPolicy());

    private static final long serialVersionUID = 1;

    /** θ ← θ − mean of (θ − θ_w): the mean of the workers' parameters. */
    static OptimizerPlan average() {
        return OptimizerPlan.of(new UpdateRule.Sgd(), 1);
    }

    static SynchronizationPlan of(String rule, SynchronizationPolicy policy) {
        return new SynchronizationPlan(rule, policy, Asynchrony.NONE, average(), "");
    }

    /** The same in the order of a log. */
    SynchronizationPlan following(String log) {
        return new SynchronizationPlan(rule, policy, asynchrony, outer, log);
    }

    /** Whether the run follows the order of another one. */
    public boolean isReplay() {
        return !replay.isEmpty();
    }

    /** Whether every update takes the gradients of all workers at its own version. */
    public boolean isBulkSynchronous() {
        return policy instanceof BulkSynchronousPolicy;
    }

    /** Whether workers take steps of their own. */
    public boolean isLocal() {
        return policy instanceof LocalPolicy;
    }
}

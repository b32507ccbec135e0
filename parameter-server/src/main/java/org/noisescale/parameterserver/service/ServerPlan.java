package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * What a parameter server does in one run.
 *
 * @param steps how many updates the run has
 * @param waitLimit the longest time without progress
 */
public record ServerPlan(
        long runId, Parties parties, ParameterLayout layout, Rules rules, long steps, Duration waitLimit) {

    /** How many take part. */
    public record Parties(int workers, int virtualWorkers, int shards) {}

    /** What is done with what they send. */
    public record Rules(OptimizerPlan optimizer, SynchronizationPolicy synchronization, NoiseMeter meter) {}
}

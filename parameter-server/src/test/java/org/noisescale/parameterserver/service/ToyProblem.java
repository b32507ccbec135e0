package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.List;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * A quadratic whose noise is a pure function of step, virtual worker and index, so that every arrangement of workers
 * and shards trains on the same gradients.
 */
record ToyProblem(ParameterLayout layout, int virtualWorkers, long steps, OptimizerPlan optimizer) {
    /** After how many updates the server sends averages, if it keeps them. */
    static final long EVALUATE_EVERY = 10;

    /** With Adam. */
    ToyProblem(ParameterLayout layout, int virtualWorkers, long steps) {
        this(layout, virtualWorkers, steps, OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.05));
    }

    /** A thousand parameters, the second fifth of them statistics. */
    static ToyProblem small(int virtualWorkers, long steps) {
        return new ToyProblem(Layouts.ofLengths(List.of(200, 200, 600)), virtualWorkers, steps);
    }

    /** With gradients clipped by a norm that they all exceed. */
    ToyProblem clipped() {
        return with(new OptimizerPlan(optimizer.segments(), new Clipping.ByGlobalNorm(0.5), optimizer.averaging()));
    }

    /** With an average kept for evaluation. */
    ToyProblem averaged() {
        return with(new OptimizerPlan(optimizer.segments(), optimizer.clipping(), new Averaging.Exponential(0.9)));
    }

    ToyProblem with(OptimizerPlan other) {
        return new ToyProblem(layout, virtualWorkers, steps, other);
    }

    float[] start() {
        float[] parameters = new float[layout.length()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = 1 + i % 7;
        }
        return parameters;
    }

    long examples(int virtualWorker) {
        return 1L + virtualWorker % 3;
    }

    /** Writes the sum of the gradients of one virtual worker; returns the sum of its losses. */
    double evaluateInto(float[] gradient, float[] parameters, long step, int virtualWorker) {
        float count = (float) examples(virtualWorker);
        double loss = 0;
        for (int i = 0; i < gradient.length; i++) {
            float noise = (mix(step, virtualWorker, i) & 0xffff) / 65536f - 0.5f;
            gradient[i] = count * (parameters[i] / (1 + i % 10) + noise);
            loss += count * parameters[i] * parameters[i] / (2 * (1 + i % 10));
        }
        return loss;
    }

    private static int mix(long step, int virtualWorker, int index) {
        long bits = (step * 1_000_003 + virtualWorker) * 0x9e3779b97f4a7c15L + index;
        bits = (bits ^ (bits >>> 31)) * 0xbf58476d1ce4e5b9L;
        return (int) (bits >>> 32);
    }

    ServerPlan plan(int workers, int shards, SynchronizationPolicy policy, Duration waitLimit) {
        return new ServerPlan(
                77,
                new ServerPlan.Parties(workers, virtualWorkers, shards),
                layout,
                new ServerPlan.Rules(optimizer, policy, NoiseMeter.ofIndependentDraws(virtualWorkers), EVALUATE_EVERY),
                steps,
                waitLimit);
    }

    ServerPlan plan(int workers, int shards) {
        return plan(workers, shards, new BulkSynchronousPolicy(), Duration.ofSeconds(20));
    }

    /** What a worker of the first attempt knows of a run. */
    static ClientPlan client(ServerPlan server, int rank, RunChannels channels) {
        ServerPlan.Parties parties = server.parties();
        return new ClientPlan(
                server.runId(),
                new ClientPlan.Membership(rank, 0, parties.workers(), parties.virtualWorkers(), parties.shards()),
                server.layout(),
                channels,
                server.waitLimit().toMillis(),
                server.rules().optimizer().isAveraged());
    }
}

package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * What a parameter server does in one run.
 *
 * @param steps how many updates the run has
 * @param waitLimit the longest time without progress
 */
public record ServerPlan(
        long runId, Parties parties, ParameterLayout layout, Rules rules, long steps, Duration waitLimit) {
    /** Checks the ranges. */
    public ServerPlan {
        int chunks = new ChunkPlan(layout).chunkCount();
        require(parties.shards <= chunks, "shards must be at most " + chunks + " for this layout", parties.shards);
        require(steps >= 1, "steps must be at least 1", steps);
        require(!waitLimit.isNegative() && !waitLimit.isZero(), "waitLimit must be positive", waitLimit);
    }

    private static void require(boolean fulfilled, String rule, Object was) {
        if (!fulfilled) {
            throw new IllegalArgumentException(rule + ", was " + was);
        }
    }

    /** How many take part. */
    public record Parties(int workers, int virtualWorkers, int shards) {
        /** Checks the ranges. */
        public Parties {
            require(virtualWorkers >= 1, "virtualWorkers must be at least 1", virtualWorkers);
            require(
                    workers >= 1 && workers <= virtualWorkers,
                    "workers must be in [1, " + virtualWorkers + " virtual workers]",
                    workers);
            require(
                    shards >= 1 && shards <= RunChannels.SHARDS_MAX,
                    "shards must be in [1, " + RunChannels.SHARDS_MAX + "]",
                    shards);
        }
    }

    /**
     * What is done with what they send.
     *
     * @param evaluateEvery after how many updates workers evaluate, and so need the average if one is kept; 0 for only
     *     after the last
     */
    public record Rules(
            OptimizerPlan optimizer, SynchronizationPolicy synchronization, NoiseMeter meter, long evaluateEvery) {
        /** With an evaluation after the last update only. */
        public Rules(OptimizerPlan optimizer, SynchronizationPolicy synchronization, NoiseMeter meter) {
            this(optimizer, synchronization, meter, 0);
        }
    }

    /** Whether workers need the average after so many updates. */
    boolean averagesAt(long version) {
        return rules.optimizer.isAveraged() && new EvaluationSchedule(steps, rules.evaluateEvery).includes(version);
    }
}

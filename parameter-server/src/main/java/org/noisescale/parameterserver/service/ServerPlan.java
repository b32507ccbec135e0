package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
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

    /**
     * How many take part.
     *
     * @param groupSize how many neighbouring virtual workers form a group whose gradients depend on each other, since
     *     they share the statistics of BatchNormalization; 1 where each stands for itself
     */
    public record Parties(int workers, int virtualWorkers, int shards, int groupSize) {
        /** Virtual workers that do not depend on each other. */
        public Parties(int workers, int virtualWorkers, int shards) {
            this(workers, virtualWorkers, shards, 1);
        }

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
            require(
                    groupSize >= 1 && virtualWorkers % groupSize == 0,
                    "groupSize must divide " + virtualWorkers + " virtual workers",
                    groupSize);
        }

        /** The tree in which their gradients are added. */
        public AggregationTree tree() {
            return new AggregationTree(virtualWorkers, groupSize);
        }
    }

    /**
     * What is done with what they send.
     *
     * @param evaluateEvery after how many updates workers evaluate, and so need the average if one is kept; 0 for only
     *     after the last
     * @param seating what is made of pushes under another rule than bsp
     * @param followedOrNull the run whose order of pushes is followed, as far as that goes if it was broken off; null
     *     for the order in which they arrive
     */
    public record Rules(
            OptimizerPlan optimizer,
            SynchronizationPolicy synchronization,
            NoiseMeter meter,
            long evaluateEvery,
            Seating seating,
            @Nullable RecordedArrivals followedOrNull) {
        /** Bulk synchronous, or of pushes that are taken as they are. */
        public Rules(
                OptimizerPlan optimizer, SynchronizationPolicy synchronization, NoiseMeter meter, long evaluateEvery) {
            this(optimizer, synchronization, meter, evaluateEvery, Seating.NONE, null);
        }

        /** With an evaluation after the last update only. */
        public Rules(OptimizerPlan optimizer, SynchronizationPolicy synchronization, NoiseMeter meter) {
            this(optimizer, synchronization, meter, 0);
        }

        /**
         * Whether updates are made of pushes in the order of their arrival; of all gradients at a version otherwise.
         */
        public boolean isSeated() {
            return seating.isAsked();
        }

        /** The same for a run that goes on where one was broken off. */
        public Rules after(RecordedArrivals decided) {
            return new Rules(optimizer, synchronization, meter, evaluateEvery, seating, decided);
        }

        /** How many streams each shard has with so many workers, besides those of its own to all of them. */
        public int streamsPerShard(int workers) {
            return isSeated() ? 2 * workers : workers;
        }
    }

    /** After which updates there are evaluations. */
    EvaluationSchedule evaluations() {
        return new EvaluationSchedule(steps, rules.evaluateEvery);
    }

    /** How many gradients a push reports on: one for each virtual worker, or the way of a local worker. */
    int gradientsPerPush() {
        return rules.seating.normed() ? parties.virtualWorkers / parties.workers : 1;
    }

    /** How many gradients make an update. */
    int gradientsPerUpdate() {
        return rules.isSeated()
                ? rules.synchronization.quorum(parties.workers) * gradientsPerPush()
                : parties.virtualWorkers;
    }

    /** Whether workers need the average after so many updates. */
    boolean averagesAt(long version) {
        return rules.optimizer.isAveraged() && evaluations().includes(version);
    }
}

package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.Optional;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.pace.ClusterPace;

/**
 * How a run trains.
 *
 * @param cluster who takes part
 * @param batchSize the global batch in examples, from {@code cluster.virtualWorkers()} to 1,000,000
 * @param steps how many updates, from 1 to 10,000,000
 * @param sampling how batches are drawn
 * @param evaluations when held-out examples are evaluated, and which result ends the run
 * @param recovery what happens when a party of the run is lost
 * @param saveModel whether the trained network is kept
 */
public record TrainingPlan(
        Cluster cluster,
        int batchSize,
        int steps,
        Sampling sampling,
        Evaluations evaluations,
        Recovery recovery,
        boolean saveModel)
        implements Serializable {
    static final WholeRange BATCH_SIZE = new WholeRange(1, 1_000_000);
    static final WholeRange STEPS = new WholeRange(1, 10_000_000);
    static final WholeRange EVALUATE_EVERY = new WholeRange(0, 10_000_000);

    /** Checks the ranges, and that each virtual worker has an example in every batch. */
    public TrainingPlan {
        BATCH_SIZE.require("batchSize", batchSize);
        STEPS.require("steps", steps);
        if (batchSize < cluster.virtualWorkers()) {
            throw new IllegalArgumentException(
                    "batchSize must be at least virtualWorkers (" + cluster.virtualWorkers() + "), was " + batchSize);
        }
    }

    /** The same plan with another cluster. */
    public TrainingPlan with(Cluster other) {
        return new TrainingPlan(other, batchSize, steps, sampling, evaluations, recovery, saveModel);
    }

    /** How many steps lie between evaluations; 0 means only at the end. */
    public int evaluateEvery() {
        return evaluations.every();
    }

    /** How long a party waits for another one. */
    public double waitLimitSeconds() {
        return recovery.waitLimitSeconds();
    }

    /** What the run is trained to reach. */
    public Target target() {
        return evaluations.target();
    }

    /**
     * When held-out examples are evaluated.
     *
     * @param every how many steps lie between evaluations, to 10,000,000; 0 means only at the end
     * @param target the run ends at the first evaluation that reaches it
     */
    public record Evaluations(int every, Target target) implements Serializable {
        /** Checks the range, and that a target is looked for before the last step. */
        public Evaluations {
            EVALUATE_EVERY.require("evaluateEvery", every);
            if (every == 0 && !(target instanceof Target.None)) {
                throw new IllegalArgumentException("evaluateEvery must be at least 1 where there is a target, was 0");
            }
        }
    }

    /**
     * What happens when a party of the run is lost.
     *
     * @param waitLimitSeconds after how long a worker or server that waits for another gives it up; from 0.1 to 86,400
     * @param checkpointEvery how many steps lie between checkpoints, to 10,000,000; 0 for none
     * @param attempts how often the run may go on after such a loss, to 1,000
     */
    public record Recovery(double waitLimitSeconds, int checkpointEvery, int attempts) implements Serializable {
        static final NumberRange WAIT_LIMIT_SECONDS = NumberRange.between(0.1, 86_400);
        static final WholeRange CHECKPOINT_EVERY = new WholeRange(0, 10_000_000);
        static final WholeRange ATTEMPTS = new WholeRange(0, 1_000);

        /** Checks the ranges. */
        public Recovery {
            WAIT_LIMIT_SECONDS.require("waitLimitSeconds", waitLimitSeconds);
            CHECKPOINT_EVERY.require("checkpointEvery", checkpointEvery);
            ATTEMPTS.require("attempts", attempts);
        }
    }

    /**
     * Who takes part.
     *
     * @param workers W, the tasks that compute gradients, from 1 to 1,024
     * @param virtualWorkers V, the slices of every batch, from W to 1,024
     * @param shards S, the ranges of the parameter vector, each with a thread of its own, from 1 to 1,024, or
     *     {@link #OFFERED}
     * @param synchronization when an update is applied
     * @param transport how messages travel
     * @param pace how fast the cluster is
     */
    public record Cluster(
            int workers,
            int virtualWorkers,
            int shards,
            SynchronizationPlan synchronization,
            Transport transport,
            Pace pace)
            implements Serializable {
        /** As many shards as the study's servers offer. */
        public static final int OFFERED = 0;

        static final WholeRange WORKERS = new WholeRange(1, 1_024);
        static final WholeRange SHARDS = new WholeRange(1, 1_024);

        /** Checks the ranges, and that each worker has a virtual worker to serve. */
        public Cluster {
            WORKERS.require("workers", workers);
            WORKERS.require("virtualWorkers", virtualWorkers);
            if (shards != OFFERED) {
                SHARDS.require("shards", shards);
            }
            if (virtualWorkers < workers) {
                throw new IllegalArgumentException(
                        "virtualWorkers must be at least workers (" + workers + "), was " + virtualWorkers);
            }
            if (!synchronization.isBulkSynchronous() && virtualWorkers % workers != 0) {
                throw new IllegalArgumentException("virtualWorkers must be a multiple of workers (" + workers
                        + ") under every rule but bsp, was " + virtualWorkers);
            }
            if (!synchronization.isBulkSynchronous()
                    && !pace.isSimulated()
                    && !RunChannels.hasReadings(workers, Math.max(1, shards))) {
                throw new IllegalArgumentException("workers x shards must be at most about "
                        + RunChannels.STREAMS_MAX + " on a real cluster under every rule but bsp, was " + workers
                        + " x " + shards);
            }
        }

        /** A real cluster under the bulk synchronous rule. */
        public Cluster(int workers, int virtualWorkers, int shards, Transport transport) {
            this(workers, virtualWorkers, shards, SynchronizationPlan.BSP, transport, new Pace.Real());
        }

        /** The same cluster at another pace. */
        public Cluster with(Pace other) {
            return new Cluster(workers, virtualWorkers, shards, synchronization, transport, other);
        }

        /** How many gradients, each of one virtual worker, make an update; under rule local one for each worker. */
        public int gradientsPerUpdate() {
            if (synchronization.isBulkSynchronous()) {
                return virtualWorkers;
            }
            int pushes = synchronization.policy().quorum(workers);
            return synchronization.isLocal() ? pushes : pushes * (virtualWorkers / workers);
        }

        /**
         * Whether the noise can be read from how the gradients of an update differ, which are not alike where each has
         * a weight of its own.
         */
        public boolean measuresNoise() {
            boolean weighted = synchronization.asynchrony().stalenessAware()
                    && synchronization.policy().quorum(workers) > 1;
            return gradientsPerUpdate() > 1 && !synchronization.isLocal() && !weighted;
        }

        /** Whether pushes make updates in the order in which they really arrive. */
        public boolean isSeated() {
            return !synchronization.isBulkSynchronous() && !isSimulated();
        }

        /** Whether virtual time passes. */
        public boolean isSimulated() {
            return pace.isSimulated();
        }
    }

    /** Whose time passes. */
    public sealed interface Pace extends Serializable {
        /** How long turns take as far as that is drawn; empty where it is ours alone. */
        default Optional<ClusterPace> drawn() {
            return Optional.empty();
        }

        /** Whether it is virtual. */
        default boolean isSimulated() {
            return this instanceof Simulated;
        }

        /** Ours. */
        record Real() implements Pace {}

        /**
         * Ours, while each turn of a worker takes at least as long as is drawn for it.
         *
         * @param pace whose network takes no time
         */
        record Delayed(ClusterPace pace) implements Pace {
            private static final long serialVersionUID = 1;

            @Override
            public Optional<ClusterPace> drawn() {
                return Optional.of(pace);
            }
        }

        /** That of a simulation, in which more can be seen. */
        record Simulated(ClusterPace pace, ObservationPlan observation) implements Pace {
            @Override
            public Optional<ClusterPace> drawn() {
                return Optional.of(pace);
            }
        }
    }

    /** How messages travel. */
    public enum Transport {
        /** Shared memory when all workers live in the driver's JVM, UDP otherwise. */
        AUTO,
        /** Shared memory. */
        IPC,
        /** UDP, also within one machine. */
        UDP
    }

    /** How batches are drawn. */
    public enum Sampling {
        /** Each example independently. */
        WITH_REPLACEMENT,
        /** Every example once per epoch, in a new order for each epoch. */
        WITHOUT_REPLACEMENT
    }
}

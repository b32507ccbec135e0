package org.noisescale.driver.simulation;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.ObservationPlan;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.pace.ClusterPace;

/**
 * Everything that determines a simulated run but its examples.
 *
 * @param optimizer what is done with mean gradients: by the server, or by the workers of rule local
 * @param population from how many examples batches are drawn; 0 where they are always fresh
 * @param snapshotEvery after how many updates a copy of the parameters is kept, from version 0 on; 0 for never
 * @param followed the log of the run whose order this one follows; null if times are drawn
 */
public record SimulationPlan(
        ObjectivePlan objective,
        OptimizerPlan optimizer,
        TrainingPlan training,
        long seed,
        long population,
        int snapshotEvery,
        @Nullable RecordedArrivals followed)
        implements Serializable {
    /** The most floats that the versions in flight, and the states of local workers, may take: 1 GiB. */
    public static final long FLOATS_MAX = 1L << 28;

    /** The most figures that the steps of a run may have, which travel to the driver at once: 256 MiB. */
    public static final long FIGURES_MAX = 1L << 25;

    private static final long serialVersionUID = 1;
    /** Of a local worker, for each parameter: itself, a copy, and at most three slots of an optimizer. */
    private static final int LOCAL_FLOATS = 5;

    /** The rule. */
    SynchronizationPlan synchronization() {
        return training.cluster().synchronization();
    }

    /** In which order pushes arrive, with parameters of so many bytes. */
    PushOrder order(long bytes) {
        return followed == null ? new DrawnOrder(pace(), seed, workers(), bytes) : new FollowedOrder(followed);
    }

    /** What a run leaves for others to follow. */
    RecordedArrivals recorded(long updates, ArrivalLog log) {
        return new RecordedArrivals(synchronization().rule(), workers(), updates, log.toBytes());
    }

    /** What is looked at besides. */
    ObservationPlan observation() {
        return simulated().observation();
    }

    private ClusterPace pace() {
        return simulated().pace();
    }

    private TrainingPlan.Pace.Simulated simulated() {
        if (training.cluster().pace() instanceof TrainingPlan.Pace.Simulated simulated) {
            return simulated;
        }
        throw new IllegalStateException("a simulated run must have a simulated cluster");
    }

    int workers() {
        return training.cluster().workers();
    }

    int virtualWorkers() {
        return training.cluster().virtualWorkers();
    }

    /** How many virtual workers each worker has, where the rule is not bsp. */
    int virtualWorkersEach() {
        return virtualWorkers() / workers();
    }

    /** How many vectors make an update of the server: under bsp those of virtual workers, else those of workers. */
    int parts() {
        return synchronization().isBulkSynchronous()
                ? virtualWorkers()
                : synchronization().policy().quorum(workers());
    }

    /** How many independent gradients an update is made of; the noise is what they differ by. */
    int gradients() {
        return training.cluster().gradientsPerUpdate();
    }

    /** The shard that holds everything. */
    Shard newShard(ParameterLayout layout, int leaves, OptimizerPlan rule, float[] parameters) {
        return new Shard(
                new ShardPlan(
                        new ShardDivision(new ChunkPlan(layout), 1),
                        0,
                        new AggregationTree(leaves),
                        leaves,
                        rule,
                        new BulkSynchronousPolicy()),
                parameters);
    }

    /** What the server does with vectors that arrive. */
    OptimizerPlan serverOptimizer() {
        OptimizerPlan outer = synchronization().outer();
        return synchronization().isLocal()
                ? new OptimizerPlan(outer.segments(), outer.clipping(), optimizer.averaging())
                : optimizer;
    }

    /** What a worker of rule local does with its own gradients; the average is kept by the server. */
    OptimizerPlan localOptimizer() {
        return new OptimizerPlan(optimizer.segments(), optimizer.clipping(), new Averaging.None());
    }

    /** What the server makes of pushes. */
    Seating seating() {
        return new Seating(synchronization().asynchrony(), training.batchSize(), true);
    }

    /** What those who collect reports have to know. */
    ServerPlan reporting(ParameterLayout layout) {
        NoiseMeter meter = population == 0
                ? NoiseMeter.ofIndependentDraws(gradients())
                : NoiseMeter.ofDrawsFromPopulation(gradients(), population);
        return new ServerPlan(
                0,
                new ServerPlan.Parties(1, gradients(), 1),
                layout,
                new ServerPlan.Rules(optimizer, new BulkSynchronousPolicy(), meter, training.evaluateEvery()),
                training.steps(),
                Duration.ofSeconds(1));
    }

    /** How many floats a run holds at most beside one model: for each worker what it read, or its own optimizer. */
    public static long floats(TrainingPlan training, ParameterLayout layout) {
        long copies = training.cluster().workers() + 2L;
        return copies * layout.length() * (training.cluster().synchronization().isLocal() ? LOCAL_FLOATS : 1);
    }

    /** How many figures the steps have. */
    public static long figures(TrainingPlan training, ParameterLayout layout) {
        return (long) training.steps() * StepTable.width(layout.segments().size());
    }
}

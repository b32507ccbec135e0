package org.noisescale.driver.job;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.dataset.WorkerPartition;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;
import org.noisescale.worker.training.Delay;
import org.noisescale.worker.training.ProbePlan;
import org.noisescale.worker.training.TurnLoop;
import org.noisescale.worker.training.TurnPlan;
import org.noisescale.worker.training.WorkerLoop;
import org.noisescale.worker.training.WorkerPlan;
import org.noisescale.worker.training.WorkerReport;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** The one long-lived Spark task of a worker: takes the worker's partition and trains until the run ends. */
record TrainingTask(
        Identity identity,
        ObjectivePlan objective,
        BatchShares shares,
        Connection connection,
        Schedule schedule,
        Rule rule)
        implements Function1<Iterator<WorkerPartition>, Iterator<WorkerReport>>, Serializable {
    private static final long serialVersionUID = 1;

    /** Which attempt of which run, and how many attempts there were before. */
    record Identity(String run, long runId, int attempt) implements Serializable {}

    /**
     * Where the parameter server is and what it holds.
     *
     * @param groupSize how many virtual workers share statistics
     */
    record Connection(
            RunChannels channels, ParameterLayout layout, int workers, int shards, int groupSize, long waitLimitMs)
            implements Serializable {}

    /**
     * From which version on and how long to train, when to evaluate what (the parameters or their average), and when to
     * keep the parameters, and when a second batch is looked at.
     */
    record Schedule(long begin, long steps, long evaluateEvery, boolean averaged, long snapshotEvery, ProbePlan probes)
            implements Serializable {}

    /**
     * How workers are kept together.
     *
     * @param localOrNull what they do with gradients themselves, if anything
     * @param delayOrNull how long they take at least
     */
    record Rule(
            SynchronizationPolicy policy,
            @Nullable OptimizerPlan localOrNull,
            @Nullable Delay delayOrNull) implements Serializable {
        boolean isSeated() {
            return !(policy instanceof BulkSynchronousPolicy);
        }
    }

    @Override
    public Iterator<WorkerReport> apply(Iterator<WorkerPartition> partitions) {
        JvmFlags.requireOnExecutor();
        WorkerPartition partition = partitions.next();
        ClientPlan.Membership membership = new ClientPlan.Membership(
                partition.rank(),
                identity.attempt(),
                connection.workers(),
                shares.virtualWorkers(),
                connection.shards(),
                connection.groupSize());
        ClientPlan client = new ClientPlan(
                identity.runId(),
                membership,
                connection.layout(),
                connection.channels(),
                connection.waitLimitMs(),
                schedule.averaged());
        WorkerPlan plan = new WorkerPlan(
                client,
                schedule.begin(),
                schedule.steps(),
                schedule.evaluateEvery(),
                schedule.snapshotEvery(),
                rule.delayOrNull(),
                schedule.probes());
        WorkerShare share = new WorkerShare(membership.range(), shares, partition.training(), partition.evaluation());
        try (AeronNode node = AeronNode.open();
                Objective opened = objective.open(share)) {
            TaskContext context = TaskContext.get();
            WorkerReport report = train(plan, opened, node, context);
            return CollectionConverters.asScala(List.of(report).iterator());
        }
    }

    private WorkerReport train(WorkerPlan plan, Objective opened, AeronNode node, TaskContext context) {
        Optional<WorkerEndpoint> endpoint = WorkerEndpoint.find();
        if (endpoint.isEmpty()) {
            return train(plan, opened, node, context, meter -> {});
        }
        try (WorkerEndpoint.Present present = endpoint.get().present(identity.run())) {
            return train(plan, opened, node, context, present::show);
        }
    }

    private WorkerReport train(
            WorkerPlan plan, Objective opened, AeronNode node, TaskContext context, Consumer<WorkerMeter> watch) {
        return rule.isSeated()
                ? TurnLoop.run(
                        new TurnPlan(plan, rule.policy(), rule.localOrNull()),
                        opened,
                        node,
                        context::isInterrupted,
                        watch)
                : WorkerLoop.run(plan, opened, node, context::isInterrupted, watch);
    }
}

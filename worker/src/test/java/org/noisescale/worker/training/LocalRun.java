package org.noisescale.worker.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/** A whole run in one JVM without Spark: real server threads, real Aeron, a thread for each worker. */
final class LocalRun implements RunListener {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(20);
    private static int nextStream = 1;

    private final List<StepReport> steps = new ArrayList<>();
    private final List<EvaluationSum> evaluations = new ArrayList<>();
    private final Map<Long, List<StatisticsNoise>> statistics = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<WorkerReport> workers = new ArrayList<>();
    private float[] parameters = {};

    float[] parameters() {
        return parameters;
    }

    List<StepReport> steps() {
        return steps;
    }

    Map<Long, List<StatisticsNoise>> statistics() {
        return statistics;
    }

    List<EvaluationSum> evaluations() {
        return evaluations;
    }

    List<String> failures() {
        return failures;
    }

    List<WorkerReport> workers() {
        return workers;
    }

    /** How a run is divided, which virtual workers depend on each other, and when another batch is looked at. */
    record Division(int workers, int shards, BatchShares shares, int groupSize, ProbePlan probes) {
        /** Of virtual workers that do not depend on each other, without probes. */
        Division(int workers, int shards, BatchShares shares) {
            this(workers, shards, shares, 1, ProbePlan.NONE);
        }
    }

    /** How long a run is, and after how many steps it is evaluated; 0 for only at its end. */
    record Length(int steps, int evaluateEvery) {
        int evaluations() {
            return evaluateEvery == 0 ? 1 : steps / evaluateEvery;
        }
    }

    /** Runs to the end; {@code training} and {@code evaluation} hold a partition for each virtual worker. */
    static LocalRun of(
            ObjectivePlan objective,
            OptimizerPlan optimizer,
            Division division,
            int stepCount,
            List<ExamplePartition> training,
            List<ExamplePartition> evaluation)
            throws InterruptedException {
        return of(objective, optimizer, division, new Length(stepCount, 0), training, evaluation);
    }

    /** Runs to the end, with evaluations on the way; the steps are a multiple of those between evaluations. */
    static LocalRun of(
            ObjectivePlan objective,
            OptimizerPlan optimizer,
            Division division,
            Length length,
            List<ExamplePartition> training,
            List<ExamplePartition> evaluation)
            throws InterruptedException {
        LocalRun run = new LocalRun();
        int stepCount = length.steps();
        int virtualWorkers = division.shares().virtualWorkers();
        InitialModel model = objective.initialModel();
        RunChannels channels = RunChannels.ipc(nextStream += RunChannels.STREAMS_MAX);
        ServerPlan plan = new ServerPlan(
                7,
                new ServerPlan.Parties(division.workers(), virtualWorkers, division.shards(), division.groupSize()),
                model.layout(),
                new ServerPlan.Rules(
                        optimizer, new BulkSynchronousPolicy(), NoiseMeter.ofIndependentDraws(virtualWorkers)),
                stepCount,
                WAIT_LIMIT);
        ExecutorService threads = Executors.newFixedThreadPool(division.workers());
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, model.parameters(), node, channels, run)) {
            List<Future<WorkerReport>> results = new ArrayList<>();
            for (int rank = 0; rank < division.workers(); rank++) {
                VirtualWorkerRange range = VirtualWorkerRange.of(rank, division.workers(), virtualWorkers);
                WorkerShare share =
                        new WorkerShare(range, division.shares(), slice(training, range), slice(evaluation, range));
                ClientPlan.Membership membership = new ClientPlan.Membership(
                        rank, 0, division.workers(), virtualWorkers, division.shards(), division.groupSize());
                ClientPlan client = new ClientPlan(7, membership, model.layout(), channels, WAIT_LIMIT.toMillis());
                WorkerPlan worker =
                        new WorkerPlan(client, 0, stepCount, length.evaluateEvery(), 0, null, division.probes());
                results.add(threads.submit(() -> train(worker, objective.open(share), node)));
            }
            for (Future<WorkerReport> result : results) {
                run.workers.add(resultOf(result));
            }
            run.awaitReports(length);
            run.parameters = server.stop();
        } finally {
            threads.shutdownNow();
        }
        return run;
    }

    private static WorkerReport train(WorkerPlan plan, Objective objective, AeronNode node) {
        try (objective) {
            return WorkerLoop.run(plan, objective, node, () -> false);
        }
    }

    /** Reports travel on a stream of their own and may arrive after the workers are done. */
    private void awaitReports(Length length) throws InterruptedException {
        synchronized (steps) {
            long deadlineNs = System.nanoTime() + WAIT_LIMIT.toNanos();
            while ((steps.size() < length.steps() || evaluations.size() < length.evaluations())
                    && System.nanoTime() < deadlineNs) {
                steps.wait(100);
            }
        }
    }

    private static WorkerReport resultOf(Future<WorkerReport> result) throws InterruptedException {
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new AssertionError("a worker failed", failure);
        }
    }

    private static List<ExamplePartition> slice(List<ExamplePartition> partitions, VirtualWorkerRange range) {
        return partitions.isEmpty() ? List.of() : partitions.subList(range.first(), range.end());
    }

    @Override
    public void onStep(StepReport report) {
        synchronized (steps) {
            steps.add(report);
            steps.notifyAll();
        }
    }

    @Override
    public void onStatistics(long step, List<StatisticsNoise> layers) {
        synchronized (steps) {
            statistics.put(step, layers);
        }
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        synchronized (steps) {
            evaluations.add(sum);
            steps.notifyAll();
        }
    }

    @Override
    public void onFailure(String reason) {
        failures.add(reason);
    }
}

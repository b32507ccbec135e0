package org.noisescale.driver.job;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.analysis.curvature.CurvatureReading;
import org.noisescale.driver.job.curvature.CurvatureExecution;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.job.dataset.WorkerPartition;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.StepRow;
import org.noisescale.driver.study.CurvaturePlan;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Target;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.service.ParameterServer;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SavedModel;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.training.ParameterHash;
import org.noisescale.worker.training.ParameterSnapshot;
import org.noisescale.worker.training.WorkerReport;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** One run: a parameter server in this JVM, a Spark task for each worker, and somebody who writes down what happens. */
final class RunExecution {
    private final Surroundings surroundings;
    private final Optional<StoredDataset> dataset;
    private final RunPlan plan;
    private final TrainingPlan training;
    private final ObjectivePlan objective;
    private final InitialModel model;
    private final ServerPlan.Rules rules;
    private float[] trained = {};
    private final long runId;
    private List<ParameterSnapshot> snapshots = List.of();

    /** What all runs of a study share. */
    record Surroundings(SparkCluster cluster, AeronNode node, StopRequest stop, RunRevision revision) {}

    /**
     * Prepares a run.
     *
     * @param dataset its examples; empty if the objective needs none
     * @param runId different for every run of this JVM
     */
    RunExecution(Surroundings surroundings, Optional<StoredDataset> dataset, RunPlan plan, long runId) {
        this.surroundings = surroundings;
        this.dataset = dataset;
        this.plan = plan;
        this.runId = runId;
        training = plan.configuration().training();
        objective = surroundings.revision().objective(ObjectivePlans.of(plan, dataset.map(StoredDataset::report)));
        model = objective.initialModel();
        rules = rules(OptimizerPlans.of(plan, objective, model.layout(), dataset.map(StoredDataset::report)));
    }

    RunPlan plan() {
        return plan;
    }

    InitialModel model() {
        return model;
    }

    /** Writes the trained network as DL4J does; not before the end. */
    void writeModel(OutputStream target) throws IOException {
        if (!(objective instanceof NetworkPlan network)) {
            throw new IllegalStateException("only networks can be written, was " + objective.getClass());
        }
        SavedModel.write(network, trained, target);
    }

    ObjectivePlan objective() {
        return objective;
    }

    /** The parameters after the last step, once it was executed; shared, not a copy. */
    float[] parameters() {
        return trained;
    }

    /**
     * Runs to the end.
     *
     * @param rows is given every step, one after the other
     */
    RunSummary execute(Consumer<StepRow> rows, StudyProgress progress) throws InterruptedException {
        BatchShares shares =
                new BatchShares(training.batchSize(), training.cluster().virtualWorkers());
        JavaRDD<WorkerPartition> partitions = partitions(shares);
        RunRecorder recorder = new RunRecorder(plan, model, rows, progress);
        RunChannels channels = channels();
        try (ParameterServer server = new EmbeddedParameterServer(
                serverPlan(), model.parameters(), surroundings.node(), channels, recorder)) {
            List<WorkerReport> reports = train(partitions, task(shares, channels), recorder);
            if (!recorder.awaitCompletion(waitLimit().toMillis())) {
                throw failed("the last reports did not arrive", null);
            }
            recorder.failure().or(recorder::violation).ifPresent(reason -> {
                throw failed(reason, null);
            });
            float[] last = server.stop();
            String hash = ParameterHash.of(last);
            requireAgreement(hash, reports);
            trained = rules.optimizer().isAveraged() ? server.average() : last;
            snapshots = reports.stream()
                    .flatMap(report -> report.snapshots().stream())
                    .toList();
            return recorder.summary(hash);
        }
    }

    /** The curvature at the versions that the finished run has kept. */
    List<CurvatureReading> curvature() throws InterruptedException {
        CurvaturePlan asked = plan.configuration().curvature();
        CurvatureExecution execution = new CurvatureExecution(asked, plan.seed());
        if (plan.configuration().data() instanceof DataPlan.Quadratic quadratic) {
            return execution.quadratic(quadratic, snapshots);
        }
        return execution.sampled(
                CurvatureCheck.precise(objective),
                dataset.orElseThrow(),
                snapshots,
                surroundings.cluster().context(),
                this::awaitAfterwards);
    }

    private <T> T awaitAfterwards(JavaFutureAction<T> job) throws InterruptedException {
        return await(job, Optional::empty);
    }

    private RunChannels channels() {
        RunChannels channels =
                RunLinks.channels(surroundings.cluster(), training.cluster().transport(), runId);
        return training.target() instanceof Target.None ? channels : channels.withVerdicts();
    }

    private JavaRDD<WorkerPartition> partitions(BatchShares shares) throws InterruptedException {
        int workers = training.cluster().workers();
        if (dataset.isPresent()) {
            JavaRDD<WorkerPartition> held = dataset.get().partitions(shares, workers);
            await(held.countAsync(), Optional::empty);
            return held;
        }
        List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
        return surroundings.cluster().context().parallelize(ranks, workers).map(new EmptyPartition());
    }

    private List<WorkerReport> train(JavaRDD<WorkerPartition> partitions, TrainingTask task, RunRecorder recorder)
            throws InterruptedException {
        ClassTag<WorkerReport> tag = ClassTag$.MODULE$.apply(WorkerReport.class);
        JavaRDD<WorkerReport> reports =
                partitions.rdd().barrier().mapPartitions(task, false, tag).toJavaRDD();
        return await(reports.collectAsync(), recorder::failure);
    }

    /**
     * Waits for a job. A stop that was requested before the job began cannot have cancelled it, so that is done here.
     *
     * @param reason what the server knows of a failure, which is more than Spark does
     */
    private <T> T await(JavaFutureAction<T> job, Supplier<Optional<String>> reason) throws InterruptedException {
        if (surroundings.stop().isMade()) {
            job.cancel(true);
        }
        try {
            return job.get();
        } catch (ExecutionException e) {
            throw failed(reason.get().orElseGet(() -> SparkTrouble.inOneLine(e.getCause())), e);
        } catch (CancellationException e) {
            throw failed("it was stopped", e);
        } catch (InterruptedException e) {
            job.cancel(true);
            throw e;
        }
    }

    private RunFailedException failed(String reason, @Nullable Throwable cause) {
        return new RunFailedException("run " + plan.id() + " failed: " + reason, cause);
    }

    private TrainingTask task(BatchShares shares, RunChannels channels) {
        return new TrainingTask(
                runId,
                objective,
                shares,
                new TrainingTask.Connection(
                        channels,
                        model.layout(),
                        training.cluster().workers(),
                        training.cluster().shards(),
                        waitLimit().toMillis()),
                new TrainingTask.Schedule(
                        training.steps(),
                        training.evaluateEvery(),
                        rules.optimizer().isAveraged(),
                        plan.configuration().curvature().every()));
    }

    private ServerPlan serverPlan() {
        TrainingPlan.Cluster parties = training.cluster();
        return new ServerPlan(
                runId,
                new ServerPlan.Parties(parties.workers(), parties.virtualWorkers(), parties.shards()),
                model.layout(),
                rules,
                training.steps(),
                waitLimit());
    }

    private ServerPlan.Rules rules(OptimizerPlan optimizer) {
        return surroundings
                .revision()
                .rules(new ServerPlan.Rules(
                        optimizer,
                        new BulkSynchronousPolicy(),
                        meter(training.cluster().virtualWorkers()),
                        training.evaluateEvery()));
    }

    /** Each virtual worker draws from examples of its own, so that a batch avoids itself whatever the sampling. */
    private NoiseMeter meter(int virtualWorkers) {
        return dataset.map(StoredDataset::report)
                .map(report -> NoiseMeter.ofDrawsFromPopulation(virtualWorkers, report.trainingExamples()))
                .orElseGet(() -> NoiseMeter.ofIndependentDraws(virtualWorkers));
    }

    private Duration waitLimit() {
        return Duration.ofMillis(Math.round(training.waitLimitSeconds() * 1000));
    }

    /** What everybody must agree on: the workers hold the server's parameters, and no example was lost or doubled. */
    private void requireAgreement(String hash, List<WorkerReport> reports) {
        for (WorkerReport report : reports) {
            if (!report.parametersSha256().equals(hash)) {
                throw new IllegalStateException("worker " + report.rank() + " ended with parameters "
                        + report.parametersSha256() + ", the server with " + hash);
            }
        }
        reports.stream()
                .flatMap(report -> report.audit().stream())
                .reduce(EpochAuditReport::mergedWith)
                .ifPresent(audit ->
                        audit.requireEveryExampleOnce(dataset.orElseThrow().trainingIndices()));
    }
}

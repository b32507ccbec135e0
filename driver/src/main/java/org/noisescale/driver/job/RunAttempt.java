package org.noisescale.driver.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.dataset.WorkerPartition;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.service.ParameterServer;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.training.Delay;
import org.noisescale.worker.training.ParameterHash;
import org.noisescale.worker.training.ProbePlan;
import org.noisescale.worker.training.WorkerReport;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One attempt of a run: a parameter server, a Spark task for each worker, and somebody who writes down what happens. It
 * has a number and streams of its own, so that whoever is left of an earlier one speaks to nobody.
 */
final class RunAttempt {
    private final RunExecution.Surroundings surroundings;
    private final PreparedRun run;
    private final Numbers numbers;
    private final SparkJobs jobs;

    RunAttempt(RunExecution.Surroundings surroundings, PreparedRun run, Numbers numbers) {
        this.surroundings = surroundings;
        this.run = run;
        this.numbers = numbers;
        jobs = new SparkJobs(run.plan(), surroundings.stop());
    }

    /**
     * What tells attempts apart.
     *
     * @param runId different for every attempt of every run of this JVM
     * @param attempt how many attempts of the run there were before
     */
    record Numbers(long runId, int attempt) {}

    /**
     * Goes on from where everybody stood to the end.
     *
     * @throws LostAttemptException if it lost a party that another attempt may have again
     * @throws RunFailedException if another attempt would fail as well
     */
    CompletedRun execute(RunServers.Beginning start, RunJournal journal, RunRecorder recorder)
            throws IOException, InterruptedException {
        BatchShares shares = new BatchShares(
                run.training().batchSize(), run.training().cluster().virtualWorkers());
        JavaRDD<WorkerPartition> partitions = partitions(shares);
        journal.begin(start.version(), recorder::recall);
        try (RunServers.Opened opened = surroundings
                .servers()
                .open(
                        run.serverPlan(numbers.runId, shards()),
                        start,
                        run.training(),
                        outputs(),
                        run.listener(recorder))) {
            recorder.onShards(opened.server().meters());
            TrainingTask task = task(shares, opened.channels(), start.version());
            List<WorkerReport> reports = train(partitions, task, recorder, opened.server());
            requireCompletion(recorder, opened.server());
            return completed(recorder, opened.server(), reports);
        } catch (RunAbortedException e) {
            throw new LostAttemptException(recorder.failure().orElseGet(() -> String.valueOf(e.getMessage())), e);
        }
    }

    private void requireCompletion(RunRecorder recorder, ParameterServer server) throws InterruptedException {
        boolean complete = recorder.awaitCompletion(run.waitLimit().toMillis());
        Optional<String> lost =
                complete ? recorder.failure() : Optional.of("the last reports of workers or shards did not arrive");
        if (lost.isPresent() && !server.isFaulty()) {
            throw new LostAttemptException(lost.get(), null);
        }
        lost.or(recorder::violation).ifPresent(reason -> {
            throw jobs.failed(reason, null);
        });
    }

    private CompletedRun completed(RunRecorder recorder, ParameterServer server, List<WorkerReport> reports) {
        float[] last = server.stop();
        String hash = ParameterHash.of(last);
        requireAgreement(hash, reports);
        return new CompletedRun(
                recorder.summary(hash),
                run.rules().optimizer().isAveraged() ? server.average() : last,
                reports.stream().flatMap(report -> report.snapshots().stream()).toList());
    }

    private int outputs() {
        return run.dataset().map(held -> held.report().outputCount()).orElse(0);
    }

    private int shards() {
        return surroundings.servers().shards(run.training().cluster());
    }

    private JavaRDD<WorkerPartition> partitions(BatchShares shares) throws InterruptedException {
        int workers = run.training().cluster().workers();
        if (run.dataset().isPresent()) {
            JavaRDD<WorkerPartition> held = run.dataset().get().partitions(shares, workers);
            jobs.await(held.countAsync());
            return held;
        }
        List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
        return surroundings.cluster().context().parallelize(ranks, workers).map(new EmptyPartition());
    }

    private List<WorkerReport> train(
            JavaRDD<WorkerPartition> partitions, TrainingTask task, RunRecorder recorder, ParameterServer server)
            throws InterruptedException {
        ClassTag<WorkerReport> tag = ClassTag$.MODULE$.apply(WorkerReport.class);
        JavaRDD<WorkerReport> reports =
                partitions.rdd().barrier().mapPartitions(task, false, tag).toJavaRDD();
        return jobs.await(reports.collectAsync(), () -> new SparkJobs.Trouble(recorder.failure(), server.isFaulty()));
    }

    private TrainingTask task(BatchShares shares, RunChannels channels, long begin) {
        TrainingPlan training = run.training();
        return new TrainingTask(
                new TrainingTask.Identity(run.plan().id(), numbers.runId, numbers.attempt),
                run.objective(),
                shares,
                new TrainingTask.Connection(
                        channels,
                        run.model().layout(),
                        training.cluster().workers(),
                        shards(),
                        run.groupSize(),
                        run.waitLimit().toMillis()),
                new TrainingTask.Schedule(
                        begin,
                        training.steps(),
                        training.evaluateEvery(),
                        run.rules().optimizer().isAveraged(),
                        run.plan().configuration().curvature().every(),
                        new ProbePlan(run.plan().configuration().statistics().every())),
                new TrainingTask.Rule(run.rules().synchronization(), run.localOrNull(), delayOrNull()));
    }

    private @Nullable Delay delayOrNull() {
        TrainingPlan.Cluster cluster = run.training().cluster();
        return cluster.pace() instanceof TrainingPlan.Pace.Delayed delayed
                ? new Delay(
                        RecordedTimes.read(delayed.pace(), cluster.workers()),
                        run.plan().seed())
                : null;
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
                .ifPresent(audit -> audit.requireEveryExampleOnce(
                        run.dataset().orElseThrow().trainingIndices()));
    }
}

package org.noisescale.driver.job;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.dataset.WorkerPartition;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.simulation.SimulatedRun;
import org.noisescale.driver.simulation.SimulationPlan;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.training.ParameterHash;

/**
 * A run of a simulated cluster: a Spark job of one task, which may be submitted long before its result is wanted, so
 * that the runs of a study share the executors.
 */
final class SimulatedExecution {
    private final RunExecution.Surroundings surroundings;
    private final PreparedRun run;
    private final GlimpseAccumulator glimpses = new GlimpseAccumulator();
    private @Nullable JavaFutureAction<List<SimulatedRun>> job;

    SimulatedExecution(RunExecution.Surroundings surroundings, PreparedRun run) {
        this.surroundings = surroundings;
        this.run = run;
    }

    /** What determines a run. */
    static SimulationPlan plan(PreparedRun run) {
        return new SimulationPlan(
                run.objective(),
                run.rules().optimizer(),
                RecordedTimes.read(run.training()),
                run.plan().seed(),
                run.dataset()
                        .map(dataset -> dataset.report().trainingExamples())
                        .orElse(0L),
                run.plan().configuration().curvature().every(),
                run.training().cluster().synchronization().isReplay() ? ReplayLog.read(run.plan()) : null);
    }

    /** Lets Spark begin, unless it has. */
    void submit() {
        if (job == null) {
            surroundings.cluster().register(glimpses);
            job = partitions()
                    .coalesce(1)
                    .mapPartitions(new SimulationTask(plan(run), glimpses))
                    .collectAsync();
        }
    }

    private JavaRDD<WorkerPartition> partitions() {
        int workers = run.training().cluster().workers();
        BatchShares shares = new BatchShares(
                run.training().batchSize(), run.training().cluster().virtualWorkers());
        return run.dataset()
                .map(dataset -> dataset.partitions(shares, workers))
                .orElseGet(() -> surroundings
                        .cluster()
                        .context()
                        .parallelize(IntStream.range(0, workers).boxed().toList(), 1)
                        .map(new EmptyPartition()));
    }

    /**
     * Waits for the result and writes it down.
     *
     * @throws RunFailedException if there is none
     */
    Result execute(RunJournal journal, RunRecorder recorder, Consumer<Glimpse> progress)
            throws IOException, InterruptedException {
        submit();
        SparkJobs jobs = new SparkJobs(run.plan(), surroundings.stop());
        JavaFutureAction<List<SimulatedRun>> submitted = job;
        if (submitted == null) {
            throw new IllegalStateException("a simulated run must have been submitted");
        }
        SimulatedRun simulated = await(jobs, submitted, progress);
        journal.begin(0, recorder::recall);
        tell(simulated, recorder);
        Optional<String> violation = recorder.violation();
        if (violation.isPresent()) {
            throw jobs.failed(violation.get(), null);
        }
        CompletedRun completed = new CompletedRun(
                recorder.summary(ParameterHash.of(simulated.parameters())),
                simulated.evaluated(),
                simulated.snapshots());
        return new Result(completed, simulated);
    }

    /** A simulated run as it was, and what any run leaves. */
    record Result(CompletedRun completed, SimulatedRun simulated) {}

    private SimulatedRun await(SparkJobs jobs, JavaFutureAction<List<SimulatedRun>> job, Consumer<Glimpse> progress)
            throws InterruptedException {
        GlimpseListener seen = surroundings.cluster().glimpses();
        try {
            return jobs.await(job, () -> {
                        progress.accept(seen.of(glimpses));
                        return new SparkJobs.Trouble(Optional.empty(), false);
                    })
                    .get(0);
        } catch (LostAttemptException e) {
            throw jobs.failed(e.reason(), e);
        } finally {
            seen.forget(glimpses);
        }
    }

    private static void tell(SimulatedRun simulated, RunRecorder recorder) {
        Iterator<SimulatedRun.TimedEvaluation> evaluations =
                simulated.evaluations().iterator();
        SimulatedRun.TimedEvaluation next = evaluations.next();
        for (long row = 0; row < simulated.steps().rows(); row++) {
            recorder.onMoment(simulated.steps().moment(row));
            recorder.onStep(simulated.steps().report(row));
            if (next.version() == row + 1) {
                recorder.onEvaluation(next.version(), next.sum());
                next = evaluations.hasNext() ? evaluations.next() : next;
            }
        }
    }
}

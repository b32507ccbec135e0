package org.noisescale.driver.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.analysis.LeakReading;
import org.noisescale.driver.analysis.curvature.CurvatureReading;
import org.noisescale.driver.job.curvature.CurvatureExecution;
import org.noisescale.driver.job.curvature.JobWait;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.job.leak.LeakExecution;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.CurvaturePlan;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.gradient.SavedModel;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.ObjectivePlan;

/**
 * One run: attempts, each of which goes on where the newest checkpoint stands, until one reaches the end. Since the
 * examples of a step depend on nothing but the run's seed, the step and the virtual worker, what is done again has the
 * same bits.
 */
final class RunExecution {
    private final Surroundings surroundings;
    private final PreparedRun run;
    private final SimulatedExecution simulation;
    private @Nullable CompletedRun completed;
    private @Nullable Arrivals arrivals;
    /** The order of the pushes of lost attempts, of this process or an earlier one, which is kept. */
    private @Nullable RecordedArrivals decided;

    /** What all runs of a study share. */
    record Surroundings(SparkCluster cluster, RunServers servers, StopRequest stop, RunRevision revision) {}

    /**
     * Prepares a run.
     *
     * @param dataset its examples; empty if the objective needs none
     */
    RunExecution(Surroundings surroundings, Optional<StoredDataset> dataset, RunPlan plan) {
        this.surroundings = surroundings;
        run = PreparedRun.of(plan, dataset, surroundings.revision());
        simulation = new SimulatedExecution(surroundings, run);
    }

    /** Lets a simulated run begin while others are waited for; a real one has all executors for itself. */
    void submit() {
        if (run.training().cluster().isSimulated()) {
            simulation.submit();
        }
    }

    /** What the run leaves of the order of its pushes; empty under bsp on a real cluster, and before the end. */
    Optional<Arrivals> arrivals() {
        return Optional.ofNullable(arrivals);
    }

    RunPlan plan() {
        return run.plan();
    }

    Optional<StoredDataset> dataset() {
        return run.dataset();
    }

    InitialModel model() {
        return run.model();
    }

    ObjectivePlan objective() {
        return run.objective();
    }

    /** Writes the trained network as DL4J does; not before the end. */
    void writeModel(OutputStream target) throws IOException {
        SavedModel.write(NetworkPlans.trained(objective()), parameters(), target);
    }

    /** The parameters after the last step, once it was executed; shared, not a copy. */
    float[] parameters() {
        return completed().parameters();
    }

    private CompletedRun completed() {
        CompletedRun there = completed;
        if (there == null) {
            throw new IllegalStateException("run " + plan().id() + " is not complete");
        }
        return there;
    }

    /**
     * Runs to the end.
     *
     * @param journal is given every step, one after the other
     * @throws RunFailedException if it cannot be finished
     */
    RunSummary execute(RunJournal journal, StudyProgress progress) throws IOException, InterruptedException {
        if (run.training().cluster().isSimulated()) {
            SimulatedExecution.Result result =
                    simulation.execute(journal, recorder(journal, progress), progress::onGlimpse);
            completed = result.completed();
            arrivals = Arrivals.of(result.simulated());
        } else {
            train(journal, progress);
        }
        return completed().summary();
    }

    private RunRecorder recorder(RunJournal journal, StudyProgress progress) {
        return new RunRecorder(
                plan(),
                surroundings.servers().shards(run.training().cluster()),
                model(),
                new RunRecorder.Records(journal::write, journal::write, journal::keep, journal::write),
                progress);
    }

    private void train(RunJournal journal, StudyProgress progress) throws IOException, InterruptedException {
        @Nullable LostAttemptException loss = null;
        journal.decided().ifPresent(this::keep);
        for (int attempt = 0; completed == null; attempt++) {
            try {
                completed = attempt(attempt, loss, journal, progress);
            } catch (LostAttemptException e) {
                requireAnother(attempt, e);
                loss = e;
            }
        }
    }

    private CompletedRun attempt(
            int number, @Nullable LostAttemptException loss, RunJournal journal, StudyProgress progress)
            throws IOException, InterruptedException {
        RunRecorder recorder = recorder(journal, progress);
        if (loss != null) {
            awaitServers(loss, progress);
        }
        RunServers.Beginning start = start(journal, recorder, progress);
        if (loss != null) {
            progress.onNotice(plan().id() + resumption(start) + ", attempt " + (number + 1) + " of " + attempts()
                    + ", because it lost a party: " + loss.reason());
            awaitSlots(loss);
        } else if (start.version() > 0 || decided != null) {
            progress.onNotice(plan().id() + resumption(start));
        }
        RunAttempt.Numbers numbers =
                new RunAttempt.Numbers(surroundings.servers().nextRunId(), number);
        try {
            CompletedRun result = new RunAttempt(surroundings, prepared(), numbers).execute(start, journal, recorder);
            arrivals = recorder.arrivals().orElse(null);
            return result;
        } finally {
            recorder.decided().ifPresent(this::keep);
        }
    }

    /** An attempt that did not come as far as the one before has decided nothing of its own. */
    private void keep(RecordedArrivals order) {
        RecordedArrivals known = decided;
        if (known == null || order.updates() > known.updates()) {
            decided = order;
        }
    }

    /** What is decided stays decided. A run that follows another knows its order anyway. */
    private PreparedRun prepared() {
        RecordedArrivals known = decided;
        boolean free = run.rules().followedOrNull() == null;
        return known == null || !free ? run : run.after(known);
    }

    private String resumption(RunServers.Beginning start) {
        if (!run.training().cluster().isSeated()) {
            return " goes on from step " + start.version();
        }
        RecordedArrivals order = prepared().rules().followedOrNull();
        return order == null || order.isWhole()
                ? " begins anew"
                : " does its " + order.updates() + " updates again with the same pushes in the same order, and goes on";
    }

    private RunServers.Beginning start(RunJournal journal, RunRecorder recorder, StudyProgress progress)
            throws IOException, InterruptedException {
        try {
            return surroundings.servers().newest(run, journal, recorder::isLast, progress::onNotice);
        } catch (RunAbortedException e) {
            throw new LostAttemptException(String.valueOf(e.getMessage()), e);
        }
    }

    private int attempts() {
        return 1 + run.training().recovery().attempts();
    }

    private void requireAnother(int attempt, LostAttemptException loss) {
        if (attempt + 1 >= attempts() || surroundings.stop().isMade()) {
            String often = attempt == 0 ? "" : ", in attempt " + (attempt + 1);
            throw jobs().failed(loss.reason() + often, loss);
        }
    }

    private SparkJobs jobs() {
        return new SparkJobs(plan(), surroundings.stop());
    }

    /** Whoever started a server, or the media driver, starts it again; that takes some time, or does not happen. */
    private void awaitServers(LostAttemptException loss, StudyProgress progress) throws InterruptedException {
        Optional<String> lossOfNode = surroundings.servers().lossOfNode();
        if (!surroundings.servers().areRemote() && lossOfNode.isEmpty()) {
            return;
        }
        progress.onNotice(plan().id() + " lost a party, and waits until all servers are there: "
                + lossOfNode.orElse(loss.reason()));
        try {
            surroundings.servers().renew(run.waitLimit());
        } catch (RunAbortedException e) {
            throw jobs().failed(loss.reason() + "; and then " + e.getMessage(), loss);
        }
    }

    /** Workers are replaced by Spark; that takes some time, or does not happen. */
    private void awaitSlots(LostAttemptException loss) throws InterruptedException {
        try {
            surroundings.cluster().awaitSlots(run.training().cluster().workers());
            surroundings.cluster().awaitRest(run.training().cluster().workers());
        } catch (InputException e) {
            throw jobs().failed(loss.reason() + "; and then " + e.getMessage(), loss);
        }
    }

    /** The result of a job; it is done again when an executor was lost, as often as a run may be. */
    private <T> T repeat(Supplier<JavaFutureAction<T>> job, StudyProgress progress) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return jobs().await(job.get());
            } catch (LostAttemptException loss) {
                requireAnother(attempt, loss);
                progress.onNotice(plan().id() + " asks once more for what it lost with an executor, attempt "
                        + (attempt + 2) + " of " + attempts() + ": " + loss.reason());
                awaitSlots(loss);
            }
        }
    }

    /** The curvature at the versions that the finished run has kept. */
    List<CurvatureReading> curvature(StudyProgress progress) throws InterruptedException {
        CurvaturePlan asked = plan().configuration().curvature();
        CurvatureExecution execution = new CurvatureExecution(asked, plan().seed());
        if (plan().configuration().data() instanceof DataPlan.Quadratic quadratic) {
            return execution.quadratic(quadratic, completed().snapshots());
        }
        return execution.sampled(
                CurvatureCheck.precise(objective()),
                run.dataset().orElseThrow(),
                completed().snapshots(),
                surroundings.cluster().context(),
                repetition(progress));
    }

    private JobWait repetition(StudyProgress progress) {
        return new JobWait() {
            @Override
            public <T> T await(Supplier<JavaFutureAction<T>> job) throws InterruptedException {
                return repeat(job, progress);
            }
        };
    }

    /** What the normalised features of the trained network tell of the virtual workers. */
    List<LeakReading> leak(StudyProgress progress) throws InterruptedException {
        TrainingPlan training = run.training();
        return new LeakExecution(surroundings.cluster().context(), repetition(progress))
                .readings(
                        NetworkPlans.trained(objective()),
                        new BatchShares(training.batchSize(), training.cluster().virtualWorkers()),
                        run.dataset().orElseThrow(),
                        parameters(),
                        plan().configuration().statistics().leak());
    }
}

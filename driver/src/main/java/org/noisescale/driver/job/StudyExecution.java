package org.noisescale.driver.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.analysis.StationarityRatio;
import org.noisescale.driver.job.dataset.ContactSheet;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.Session;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.ModelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.control.Durability;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.gradient.NativeBackend;

/** Runs what is missing of a study, one run after the other, and writes each down as soon as it is finished. */
public final class StudyExecution {
    private final Study study;
    private final OutputFolder folder;
    private final StudyProgress progress;
    private final StopRequest stop;
    private final RunRevision revision;
    private final RunServers.Access access;
    private final Session session = new Session();

    /** An execution that leaves its results in {@code folder}, and ends early when it is asked to. */
    public StudyExecution(Study study, OutputFolder folder, StudyProgress progress, StopRequest stop) {
        this(study, folder, progress, stop, RunRevision.NONE);
    }

    /** The same, with a token for the study's servers, and a place where servers and workers find this process. */
    public StudyExecution(
            Study study,
            OutputFolder folder,
            StudyProgress progress,
            StopRequest stop,
            Optional<Token> token,
            DriverPlace place) {
        this(study, folder, progress, stop, RunRevision.NONE, new RunServers.Access(token, place));
    }

    /** The same, with something to be said about each run. */
    public StudyExecution(
            Study study, OutputFolder folder, StudyProgress progress, StopRequest stop, RunRevision revision) {
        this(study, folder, progress, stop, revision, RunServers.Access.PLAIN);
    }

    private StudyExecution(
            Study study,
            OutputFolder folder,
            StudyProgress progress,
            StopRequest stop,
            RunRevision revision,
            RunServers.Access access) {
        this.study = study;
        this.folder = folder;
        this.progress = progress;
        this.stop = stop;
        this.revision = revision;
        this.access = access;
    }

    /** How many workers the missing runs need at once. */
    public static int workersMax(List<RunPlan> runs) {
        return runs.stream()
                .map(run -> run.configuration().training().cluster())
                .mapToInt(cluster -> cluster.isSimulated() ? 1 : cluster.workers())
                .max()
                .orElse(1);
    }

    /** How many tasks the missing runs can make use of at once on one machine: workers, or runs that are simulated. */
    public static int tasksMax(List<RunPlan> runs) {
        long simulated = runs.stream()
                .filter(run -> run.configuration().training().cluster().isSimulated())
                .count();
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.max(workersMax(runs), (int) Math.min(simulated, processors));
    }

    /**
     * Runs all missing runs, after everything that can be checked was checked for all of them.
     *
     * @throws RunFailedException if a run cannot be finished; those before it stay
     * @throws org.noisescale.driver.study.InputException if the data cannot be trained on, or a server refuses us
     */
    public void run(SparkCluster cluster) throws InterruptedException {
        session.put("master", cluster.master());
        session.put("spark", cluster.context().version());
        List<RunPlan> missing = folder.missingRuns();
        CurrentDataset datasets = new CurrentDataset(cluster);
        try (RunServers servers = RunServers.connect(cluster, study.servers(), access)) {
            servers.namesWithoutToken()
                    .forEach(name -> progress.onPreparation(name + " asks for no token, and serves any driver"));
            missing.forEach(run -> servers.requireShards(run, study.places()));
            missing.forEach(servers::requireNetwork);
            check(missing, datasets, servers);
            folder.manifest().add(session);
            RunExecution.Surroundings surroundings = new RunExecution.Surroundings(cluster, servers, stop, revision);
            executeAll(surroundings, missing, datasets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first run's dataset is checked last, because it is the one that is then trained on. */
    private void check(List<RunPlan> missing, CurrentDataset datasets, RunServers servers) throws IOException {
        List<DataPlan> plans = new ArrayList<>(missing.stream()
                .map(run -> run.configuration().data())
                .distinct()
                .toList());
        Collections.reverse(plans);
        for (DataPlan plan : plans) {
            if (stop.isMade()) {
                return;
            }
            new StudyCheck(folder, read(plan, datasets).map(StoredDataset::report), servers, study.places())
                    .require(plan);
        }
    }

    private Optional<StoredDataset> read(DataPlan plan, CurrentDataset datasets) throws IOException {
        if (!datasets.isToBeRead(plan)) {
            return datasets.of(plan);
        }
        progress.onPreparation("reading the data");
        Optional<StoredDataset> dataset = datasets.of(plan);
        session.put("native_backend", NativeBackend.current());
        Optional<ContactSheet> sheet = dataset.flatMap(StoredDataset::contactSheet);
        if (sheet.isPresent() && plan.equals(study.base().data())) {
            folder.writeJson("contact-sheet.json", sheet.get());
        }
        return dataset;
    }

    /** One run after the other; those that are simulated are submitted ahead, as many as there are cores. */
    private void executeAll(RunExecution.Surroundings surroundings, List<RunPlan> runs, CurrentDataset datasets)
            throws IOException, InterruptedException {
        Deque<RunExecution> ahead = new ArrayDeque<>();
        int width = Math.max(1, surroundings.cluster().context().defaultParallelism());
        int next = 0;
        while ((next < runs.size() || !ahead.isEmpty()) && !stop.isMade()) {
            while (next < runs.size() && ahead.size() < width && mayFollow(runs.get(next), ahead)) {
                RunPlan run = runs.get(next++);
                RunExecution execution =
                        new RunExecution(surroundings, read(run.configuration().data(), datasets), run);
                execution.submit();
                ahead.add(execution);
            }
            execute(surroundings.servers(), ahead.remove());
        }
    }

    private static boolean mayFollow(RunPlan run, Deque<RunExecution> ahead) {
        if (ahead.isEmpty()) {
            return true;
        }
        Configuration last = ahead.getLast().plan().configuration();
        return run.configuration().training().cluster().isSimulated()
                && last.training().cluster().isSimulated()
                && areHeldTogether(run.configuration(), last);
    }

    /** Whether executors can hold the examples of both: those of one division of one dataset, or none. */
    private static boolean areHeldTogether(Configuration one, Configuration other) {
        if (!one.data().hasStoredExamples() && !other.data().hasStoredExamples()) {
            return true;
        }
        TrainingPlan.Cluster cluster = one.training().cluster();
        return one.data().equals(other.data())
                && one.training().batchSize() == other.training().batchSize()
                && cluster.workers() == other.training().cluster().workers()
                && cluster.virtualWorkers() == other.training().cluster().virtualWorkers();
    }

    private void execute(RunServers servers, RunExecution execution) throws IOException, InterruptedException {
        RunPlan run = execution.plan();
        Optional<StoredDataset> dataset = execution.dataset();
        progress.onRun(run);
        RunSummary summary;
        Durability durability;
        try (RunJournal journal = folder.journal(run, execution.model().layout(), inputs(run, dataset))) {
            summary = execution.execute(journal, progress);
            durability = servers.durability(journal);
        }
        if (execution.arrivals().isPresent()) {
            write(run, execution.arrivals().get());
        }
        measureCurvature(execution, run);
        if (run.configuration().statistics().leak() > 0) {
            progress.onPreparation("probing the normalised features of " + run.id());
            folder.addLeak(run, execution.leak(progress));
        }
        if (run.configuration().training().saveModel()) {
            folder.writeModel(run, execution::writeModel);
        }
        session.add(summary, facts(execution, summary, dataset.map(StoredDataset::report)));
        folder.add(summary);
        servers.forget(durability);
        progress.onRunFinished(summary);
    }

    private void write(RunPlan run, Arrivals arrivals) throws IOException {
        folder.addArrivals(run, arrivals.staleness(), arrivals.recorded());
        if (arrivals.path().width() > 0) {
            folder.addPath(run, arrivals.path());
        }
        if (!arrivals.budgets().isEmpty()) {
            folder.addNoiseBudgets(run, arrivals.budgets());
        }
    }

    /** Fingerprints of what a run depends on besides the study. */
    private static List<String> inputs(RunPlan run, Optional<StoredDataset> dataset) {
        List<String> inputs = new ArrayList<>();
        dataset.ifPresent(there -> inputs.add(there.report().sha256()));
        if (run.configuration().model() instanceof ModelPlan.Dl4j model) {
            inputs.add(ModelFile.sha256(model.path()));
        }
        SynchronizationPlan synchronization =
                run.configuration().training().cluster().synchronization();
        if (synchronization.isReplay()) {
            inputs.add(ReplayLog.source(synchronization).sha256());
        }
        RecordedTimes.find(run.configuration().training())
                .map(ArrivalSource::sha256)
                .ifPresent(inputs::add);
        return inputs;
    }

    private void measureCurvature(RunExecution execution, RunPlan run) throws IOException, InterruptedException {
        if (run.configuration().curvature().isAsked()) {
            progress.onPreparation("measuring the curvature of " + run.id());
            folder.addCurvature(run, execution.curvature(progress));
        }
    }

    private Map<String, Object> facts(RunExecution execution, RunSummary summary, Optional<DatasetReport> dataset) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("parameters", execution.model().layout().length());
        execution
                .arrivals()
                .ifPresent(arrivals -> facts.putAll(ArrivalFacts.of(execution.plan(), arrivals.staleness())));
        if (!summary.stationarity().ratios().isEmpty()) {
            facts.put(
                    StationarityRatio.KEY,
                    StationarityRatio.written(summary.stationarity().ratios()));
        }
        if (execution.plan().configuration().model() instanceof ModelPlan.Dl4j model) {
            facts.put(StudyCheck.MODEL, ModelFile.sha256(model.path()));
            facts.put("optimizer_of", model.ownUpdaters() ? "model" : "study");
        }
        dataset.ifPresent(report -> {
            facts.put(StudyCheck.DATASET, report.sha256());
            folder.manifest().describeDataset(report.sha256(), figures(report));
        });
        return facts;
    }

    private static Map<String, Object> figures(DatasetReport report) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("training_examples", report.trainingExamples());
        figures.put("evaluation_examples", report.evaluationExamples());
        figures.put("features", report.featureCount());
        figures.put(report.labelType() instanceof LabelType.Classes ? "classes" : "targets", report.outputCount());
        return figures;
    }
}

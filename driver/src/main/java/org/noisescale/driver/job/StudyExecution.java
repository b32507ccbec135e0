package org.noisescale.driver.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.job.dataset.ContactSheet;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.results.RunJournal;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.Session;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.ModelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.transport.AeronNode;
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
                .mapToInt(run -> run.configuration().training().cluster().workers())
                .max()
                .orElse(1);
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
        try (AeronNode node = AeronNode.open();
                RunServers servers = RunServers.connect(cluster, node, study.servers(), access)) {
            servers.namesWithoutToken()
                    .forEach(name -> progress.onPreparation(name + " asks for no token, and serves any driver"));
            missing.forEach(run -> servers.requireShards(run, study.places()));
            missing.forEach(servers::requireNetwork);
            check(missing, datasets, servers);
            folder.manifest().add(session);
            RunExecution.Surroundings surroundings = new RunExecution.Surroundings(cluster, servers, stop, revision);
            for (RunPlan run : missing) {
                if (stop.isMade()) {
                    return;
                }
                execute(surroundings, run, read(run.configuration().data(), datasets));
            }
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

    private void execute(RunExecution.Surroundings surroundings, RunPlan run, Optional<StoredDataset> dataset)
            throws IOException, InterruptedException {
        RunExecution execution = new RunExecution(surroundings, dataset, run);
        progress.onRun(run);
        RunSummary summary;
        try (RunJournal journal = folder.journal(run, execution.model().layout(), inputs(run, dataset))) {
            summary = execution.execute(journal, progress);
        }
        measureCurvature(execution, run);
        if (run.configuration().training().saveModel()) {
            folder.writeModel(run, execution::writeModel);
        }
        session.add(summary, facts(execution, dataset.map(StoredDataset::report)));
        folder.add(summary);
        progress.onRunFinished(summary);
    }

    /** Fingerprints of what a run depends on besides the study. */
    private static List<String> inputs(RunPlan run, Optional<StoredDataset> dataset) {
        List<String> inputs = new ArrayList<>();
        dataset.ifPresent(there -> inputs.add(there.report().sha256()));
        if (run.configuration().model() instanceof ModelPlan.Dl4j model) {
            inputs.add(ModelFile.sha256(model.path()));
        }
        return inputs;
    }

    private void measureCurvature(RunExecution execution, RunPlan run) throws IOException, InterruptedException {
        if (run.configuration().curvature().isAsked()) {
            progress.onPreparation("measuring the curvature of " + run.id());
            folder.addCurvature(run, execution.curvature());
        }
    }

    private Map<String, Object> facts(RunExecution execution, Optional<DatasetReport> dataset) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("parameters", execution.model().layout().length());
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

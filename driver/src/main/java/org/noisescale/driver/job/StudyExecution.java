package org.noisescale.driver.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.results.Manifest;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.StepsFile;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.worker.gradient.NativeBackend;

/** Runs what is missing of a study, one run after the other, and writes each down as soon as it is finished. */
public final class StudyExecution {
    private final OutputFolder folder;
    private final StudyProgress progress;
    private final Manifest manifest;
    private @Nullable StoredDataset dataset;
    private @Nullable DataPlan openData;
    private long runNumber;

    /** An execution that leaves its results in {@code folder}. */
    public StudyExecution(Study study, OutputFolder folder, StudyProgress progress) {
        this.folder = folder;
        this.progress = progress;
        manifest = new Manifest(study);
    }

    /** How many workers the missing runs need at once. */
    public static int workersMax(List<RunPlan> runs) {
        return runs.stream()
                .mapToInt(run -> run.configuration().training().cluster().workers())
                .max()
                .orElse(1);
    }

    /**
     * Runs all missing runs.
     *
     * @throws RunFailedException if a run cannot be finished; those before it stay
     * @throws org.noisescale.driver.study.InputException if the data cannot be trained on
     */
    public void run(SparkCluster cluster) throws InterruptedException {
        describe(cluster);
        try (AeronNode node = AeronNode.open()) {
            for (RunPlan run : folder.missingRuns()) {
                execute(cluster, node, run);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeDataset();
        }
    }

    private void describe(SparkCluster cluster) {
        manifest.put("master", cluster.master());
        manifest.put("spark", cluster.context().version());
    }

    private void execute(SparkCluster cluster, AeronNode node, RunPlan run) throws IOException, InterruptedException {
        Optional<StoredDataset> examples =
                openDataset(cluster, run.configuration().data());
        RunExecution execution = new RunExecution(cluster, node, examples, run, ++runNumber);
        progress.onRun(run);
        RunSummary summary;
        try (StepsFile file = folder.stepsFile(run, execution.model().layout())) {
            summary = execution.execute(file, progress);
        }
        manifest.add(summary, facts(execution, examples));
        folder.writeJson("manifest.json", manifest.content());
        folder.add(summary);
        progress.onRunFinished(summary);
    }

    private static Map<String, Object> facts(RunExecution execution, Optional<StoredDataset> examples) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("parameters", execution.model().layout().length());
        examples.ifPresent(open -> facts.put("dataset_sha256", open.report().sha256()));
        return facts;
    }

    private Optional<StoredDataset> openDataset(SparkCluster cluster, DataPlan plan) throws IOException {
        if (plan instanceof DataPlan.Quadratic) {
            return Optional.empty();
        }
        if (dataset == null || !plan.equals(openData)) {
            closeDataset();
            progress.onPreparation("reading the data");
            StoredDataset opened = StoredDataset.open(cluster.session(), plan);
            dataset = opened;
            openData = plan;
            manifest.put("dataset", opened.report());
            manifest.put("native_backend", NativeBackend.current());
            if (opened.contactSheet().isPresent()) {
                folder.writeJson("contact-sheet.json", opened.contactSheet().get());
            }
        }
        return Optional.ofNullable(dataset);
    }

    private void closeDataset() {
        if (dataset != null) {
            dataset.close();
            dataset = null;
        }
    }
}

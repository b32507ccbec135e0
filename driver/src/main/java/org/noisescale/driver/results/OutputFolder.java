package org.noisescale.driver.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.noisescale.driver.analysis.LeakReading;
import org.noisescale.driver.analysis.curvature.CurvatureReading;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.checkpoint.ArrivalFile;
import org.noisescale.parameterserver.checkpoint.FolderLock;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * The output folder of one study. It belongs to that study alone, so that the same command can go on with it, and while
 * it is open to this process alone.
 */
public final class OutputFolder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final Study study;
    private final FolderLock lock;
    private final SummaryFile summary;
    private final Manifest manifest;
    private final Runnable afterRun;

    private OutputFolder(Path folder, Study study, FolderLock lock, Runnable afterRun) {
        this.folder = folder;
        this.study = study;
        this.lock = lock;
        this.afterRun = afterRun;
        summary = new SummaryFile(folder.resolve("summary.csv"), study);
        manifest = Manifest.open(
                folder.resolve("manifest.json"),
                study,
                finishedRuns().stream().map(RunPlan::id).collect(Collectors.toSet()));
    }

    /**
     * Opens the folder of a study, new or begun earlier. A folder in which another study finished no run is taken over.
     *
     * @throws InputException if the folder holds results of another study, is damaged, in use or cannot be written
     */
    public static OutputFolder open(Path folder, Study study) {
        return open(folder, study, folder.toString(), () -> {});
    }

    /**
     * The same, for results that are kept elsewhere, too.
     *
     * @param name where the user knows them
     * @param afterRun what is to be done when a run has been written down
     */
    public static OutputFolder open(Path folder, Study study, String name, Runnable afterRun) {
        try {
            requireSameStudy(folder, study, name);
            Files.createDirectories(folder.resolve("runs"));
            return lockAndOpen(folder, study, afterRun);
        } catch (IOException e) {
            throw new InputException(
                    folder + " cannot be written: " + reason(e) + "; choose another folder with --out", e);
        }
    }

    private static String reason(IOException trouble) {
        if (trouble instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (trouble instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is a file";
        }
        return trouble instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : trouble.getClass().getSimpleName();
    }

    private static void requireSameStudy(Path folder, Study study, String name) throws IOException {
        Path file = folder.resolve("study.yaml");
        boolean another = Files.exists(file) && !Files.readString(file).equals(study.yaml());
        if (another && Files.exists(folder.resolve("summary.csv"))) {
            throw new InputException(name + " holds the results of another study or of other settings; choose "
                    + "another folder with --out, or remove this one");
        }
    }

    private static OutputFolder lockAndOpen(Path folder, Study study, Runnable afterRun) throws IOException {
        FolderLock lock = FolderLock.tryTake(folder)
                .orElseThrow(() -> new InputException("another noisescale is at work in " + folder
                        + "; wait for it, or choose another folder with --out"));
        boolean opened = false;
        try {
            OutputFolder output = new OutputFolder(folder, study, lock, afterRun);
            WholeFile.write(folder.resolve("study.yaml"), study.yaml());
            output.manifest.write();
            opened = true;
            return output;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** What is known of how its results came about. */
    public Manifest manifest() {
        return manifest;
    }

    /** The runs of the study that have no result yet, in the study's order. */
    public List<RunPlan> missingRuns() {
        return study.runs().stream().filter(run -> !isFinished(run)).toList();
    }

    /** The runs of the study that have a result, in the study's order. */
    public List<RunPlan> finishedRuns() {
        return study.runs().stream().filter(this::isFinished).toList();
    }

    /** A run is finished when its row is written and its files are there; whoever removes them has it repeated. */
    private boolean isFinished(RunPlan run) {
        boolean measured = !run.configuration().curvature().isAsked() || Files.exists(curvature(run));
        boolean probed = run.configuration().statistics().leak() == 0 || Files.exists(leak(run));
        return summary.has(run) && Files.exists(steps(run)) && measured && probed;
    }

    private Path steps(RunPlan run) {
        return home(run).resolve("steps.csv");
    }

    private Path leak(RunPlan run) {
        return steps(run).resolveSibling("leak.csv");
    }

    private Path curvature(RunPlan run) {
        return steps(run).resolveSibling("curvature.csv");
    }

    /**
     * Opens the journal of a run, which may have been begun earlier; until the run is added it is not finished.
     *
     * @param inputs fingerprints of what the run depends on besides the study
     */
    public RunJournal journal(RunPlan run, ParameterLayout layout, List<String> inputs) throws IOException {
        summary.remove(run);
        Path home = home(run);
        Files.createDirectories(home);
        StepsColumns columns = StepsColumns.of(layout, run.configuration());
        return new FolderJournal(home, columns, run.configuration(), fingerprint(run, inputs));
    }

    private String fingerprint(RunPlan run, List<String> inputs) {
        return Fingerprint.of(List.of(
                Build.current().version(),
                study.yaml(),
                run.id(),
                Long.toString(run.seed()),
                String.join(" ", inputs)));
    }

    private Path home(RunPlan run) {
        return folder.resolve("runs").resolve(run.id());
    }

    /** Writes the curvature of a run down, at every version that was measured. */
    public void addCurvature(RunPlan run, List<CurvatureReading> readings) throws IOException {
        CurvatureFile.write(curvature(run), readings);
    }

    /** Writes down what the normalised features of a run's network tell, a reading for each batch. */
    public void addLeak(RunPlan run, List<LeakReading> readings) throws IOException {
        LeakFile.write(leak(run), readings);
    }

    /** Writes down how stale the pushes of a run were, and in which order they arrived. */
    public void addArrivals(RunPlan run, StalenessReport staleness, RecordedArrivals arrivals) throws IOException {
        StalenessFile.write(home(run).resolve("staleness.csv"), staleness);
        WholeFile.write(home(run).resolve("arrivals.log"), target -> target.write(ArrivalFile.toBytes(arrivals)));
    }

    /** Writes the first parameters of a run down, at every version. */
    public void addPath(RunPlan run, ParameterPath path) throws IOException {
        PathFile.write(home(run).resolve("path.csv"), path);
    }

    /** Writes down what the spread of a run's gradients was made of. */
    public void addNoiseBudgets(RunPlan run, List<NoiseBudget> budgets) throws IOException {
        NoiseBudgetFile.write(home(run).resolve("asynchrony.csv"), budgets);
    }

    /** Writes the trained model of a run. */
    public void writeModel(RunPlan run, Content model) throws IOException {
        WholeFile.write(steps(run).resolveSibling("model.zip"), model);
    }

    /** Writes a finished run down; the manifest first, because a run that has a row in the summary is finished. */
    public void add(RunSummary run) throws IOException {
        if (run.evaluation().classes().isPresent()) {
            ClassFiles.write(home(run.plan()), run.evaluation().classes().get());
        }
        manifest.write();
        summary.add(run);
        FolderJournal.removeCheckpoints(home(run.plan()));
        afterRun.run();
    }

    /** Writes an object as one of the folder's JSON files. */
    public void writeJson(String name, Object content) throws IOException {
        WholeFile.write(folder.resolve(name), JSON.writeValueAsString(content) + "\n");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}

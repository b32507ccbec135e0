package org.noisescale.driver.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.layout.ParameterLayout;

/** The output folder of one study. It belongs to that study alone, so that the same command can go on with it. */
public final class OutputFolder {
    private final Path folder;
    private final Study study;
    private final SummaryFile summary;

    private OutputFolder(Path folder, Study study) {
        this.folder = folder;
        this.study = study;
        summary = new SummaryFile(folder.resolve("summary.csv"), study);
    }

    /**
     * Opens the folder of a study, new or begun earlier.
     *
     * @throws InputException if the folder holds another study or cannot be written
     */
    public static OutputFolder open(Path folder, Study study) {
        Path file = folder.resolve("study.yaml");
        try {
            Files.createDirectories(folder.resolve("runs"));
            if (Files.exists(file) && !Files.readString(file).equals(study.yaml())) {
                throw new InputException(folder + " holds the results of another study or of other settings; choose "
                        + "another folder with --out, or remove this one");
            }
            Files.writeString(file, study.yaml());
        } catch (FileSystemException e) {
            throw new InputException(
                    folder + " cannot be written (" + e.getClass().getSimpleName()
                            + "); choose another folder with --out",
                    e);
        } catch (IOException e) {
            throw new InputException(folder + " cannot be written: " + e.getMessage(), e);
        }
        return new OutputFolder(folder, study);
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** The runs of the study that have no result yet, in the study's order. */
    public List<RunPlan> missingRuns() {
        return study.runs().stream()
                .filter(run -> !summary.finished().contains(run.id()))
                .toList();
    }

    /** Begins the file of a run's steps. */
    public StepsFile stepsFile(RunPlan run, ParameterLayout layout) throws IOException {
        Path runFolder = folder.resolve("runs").resolve(run.id());
        Files.createDirectories(runFolder);
        return new StepsFile(runFolder.resolve("steps.csv"), layout);
    }

    /** Writes a finished run down. */
    public void add(RunSummary run) throws IOException {
        summary.add(run);
    }

    /** Writes an object as one of the folder's JSON files. */
    public void writeJson(String name, Object content) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(folder.resolve(name), mapper.writeValueAsString(content) + "\n");
    }
}

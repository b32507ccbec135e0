package org.noisescale.driver.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.checkpoint.ArrivalFile;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * Everything in the output folder of one study, except what is drawn from it.
 *
 * @param directory where its files are on this machine
 * @param place where they are kept, as whoever looks for them has to name it
 */
public record StudyResults(
        Path directory,
        String place,
        StudyDescription study,
        JsonNode manifest,
        List<String> summaryColumns,
        List<RunResult> runs,
        Optional<ContactSheet> contactSheet) {

    /** Reads a folder in which the results are kept. */
    public static StudyResults read(Path directory) {
        return read(directory, directory.toString());
    }

    /**
     * Reads an output folder: {@code study.yaml}, {@code manifest.json}, {@code summary.csv}, the {@code steps.csv} of
     * every run in it, and what there is of {@code curvature.csv} of runs and {@code contact-sheet.json}.
     *
     * @throws InputException if a file is missing or damaged
     */
    public static StudyResults read(Path directory, String place) {
        if (!Files.isDirectory(directory)) {
            throw new InputException(directory + " is not a folder; give the output folder of a study");
        }
        StudyDescription study = StudyDescription.read(directory.resolve("study.yaml"));
        CsvTable summary = CsvTable.read(directory.resolve("summary.csv"));
        return new StudyResults(
                directory,
                place,
                study,
                ResultTree.json(directory.resolve("manifest.json")),
                summary.header(),
                runs(directory, study, summary),
                contactSheet(directory.resolve("contact-sheet.json")));
    }

    /** The value of a key for one run: the swept one, or that of the base configuration. */
    public Optional<String> findSetting(RunResult run, String key) {
        String swept = run.swept().get(key);
        return swept == null ? study.find(key) : Optional.of(swept);
    }

    /** How the run classified the examples of each class; empty if it recorded that not. */
    public Optional<ClassResults> findClasses(RunResult run) {
        return ClassResults.read(directory.resolve("runs").resolve(run.id()));
    }

    /** Whether the run's segments were at rest, by their names; empty if nothing is known of that. */
    public Map<String, StationarityRatio> stationarity(RunResult run) {
        for (JsonNode session : manifest.path("sessions")) {
            for (JsonNode entry : session.path("runs")) {
                if (entry.path("run").asText().equals(run.id())) {
                    return StationarityRatio.read(entry);
                }
            }
        }
        return Map.of();
    }

    /** What bounded the run's steps, its {@code timings.csv}; empty if it recorded that not. */
    public Optional<CsvTable> findTimings(RunResult run) {
        return findTable(run, "timings.csv");
    }

    /** How stale the run's pushes were, its {@code staleness.csv}; empty if it recorded that not. */
    public Optional<CsvTable> findStaleness(RunResult run) {
        return findTable(run, "staleness.csv");
    }

    /** The run's first parameters at every version, its {@code path.csv}; empty if it recorded that not. */
    public Optional<CsvTable> findPath(RunResult run) {
        return findTable(run, "path.csv");
    }

    /**
     * What the spread of the run's gradients was made of, its {@code asynchrony.csv}; empty if it recorded that not.
     */
    public Optional<CsvTable> findNoiseBudgets(RunResult run) {
        return findTable(run, "asynchrony.csv");
    }

    /**
     * How far the statistics of BatchNormalization scattered, the run's {@code statistics.csv}; empty if it recorded
     * that not.
     */
    public Optional<CsvTable> findStatistics(RunResult run) {
        return findTable(run, "statistics.csv");
    }

    private Optional<CsvTable> findTable(RunResult run, String name) {
        Path file = home(run).resolve(name);
        return Files.exists(file)
                ? Optional.of(CsvTable.read(file)).filter(table -> table.rowCount() > 0)
                : Optional.empty();
    }

    /**
     * The order in which the run's pushes arrived, its {@code arrivals.log}; empty if it recorded that not.
     *
     * @throws InputException if the file is damaged
     */
    public Optional<RecordedArrivals> findArrivals(RunResult run) {
        Path file = arrivals(run);
        if (!hasArrivals(run)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArrivalFile.parse(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + " " + e.getMessage() + "; run the study again to restore it", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What the run's normalised features tell of where examples were; empty if that was not tried. */
    public Optional<CsvTable> findLeak(RunResult run) {
        Path file = home(run).resolve("leak.csv");
        return Files.exists(file) ? Optional.of(CsvTable.read(file)) : Optional.empty();
    }

    /** Whether the run recorded them. */
    public boolean hasArrivals(RunResult run) {
        return Files.exists(arrivals(run));
    }

    private Path arrivals(RunResult run) {
        return home(run).resolve("arrivals.log");
    }

    private Path home(RunResult run) {
        return directory.resolve("runs").resolve(run.id());
    }

    private static List<RunResult> runs(Path directory, StudyDescription study, CsvTable summary) {
        List<RunResult> runs = new ArrayList<>();
        for (int row = 0; row < summary.rowCount(); row++) {
            String id = summary.text(row, "run");
            Path folder = directory.resolve("runs").resolve(id);
            runs.add(new RunResult(
                    id,
                    cells(summary, row, study.sweptKeys()),
                    seed(summary, row),
                    cells(summary, row, summary.header()),
                    CsvTable.read(folder.resolve("steps.csv")),
                    curvature(folder.resolve("curvature.csv"))));
        }
        return runs;
    }

    private static Optional<CsvTable> curvature(Path file) {
        return Files.exists(file) ? Optional.of(CsvTable.read(file)) : Optional.empty();
    }

    private static long seed(CsvTable summary, int row) {
        double seed = summary.number(row, "seed");
        if (Double.isNaN(seed)) {
            throw new InputException(summary.file() + ", line " + (row + 2) + ": the seed is missing");
        }
        return (long) seed;
    }

    private static Map<String, String> cells(CsvTable summary, int row, List<String> columns) {
        Map<String, String> cells = new LinkedHashMap<>();
        columns.forEach(column -> cells.put(column, summary.text(row, column)));
        return cells;
    }

    private static Optional<ContactSheet> contactSheet(Path file) {
        return Files.exists(file) ? Optional.of(ContactSheet.read(file)) : Optional.empty();
    }
}

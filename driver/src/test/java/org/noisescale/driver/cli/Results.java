package org.noisescale.driver.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.CsvTable;

/** What a study left in its output folder. */
public record Results(Path folder) {
    /** The columns that tell of time, and differ from one training to the next. */
    private static final Set<String> TIMES = Set.of("wall_seconds", "examples_per_second");

    /** A row a run. */
    public CsvTable summary() {
        return CsvTable.read(folder.resolve("summary.csv"));
    }

    /** A row a step of a run. */
    public CsvTable steps(String run) {
        return CsvTable.read(folder.resolve("runs").resolve(run).resolve("steps.csv"));
    }

    CsvTable timings(String run) {
        return CsvTable.read(folder.resolve("runs").resolve(run).resolve("timings.csv"));
    }

    List<String> runs() {
        return column(summary(), "run");
    }

    List<String> hashes() {
        return column(summary(), "parameters_sha256");
    }

    JsonNode manifest() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
    }

    /** The paths of all files, relative to the folder, in order. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Every file with its content, a character for each byte. */
    SortedMap<String, String> contents() throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        for (String file : files()) {
            contents.put(file, Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    static List<String> column(CsvTable table, String column) {
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> table.text(row, column))
                .toList();
    }

    /** All rows without what tells of time, to compare two trainings bit for bit. */
    public static List<List<String>> timeless(CsvTable table) {
        List<String> columns = table.header().stream()
                .filter(column -> !TIMES.contains(column))
                .toList();
        return IntStream.range(0, table.rowCount())
                .mapToObj(row ->
                        columns.stream().map(column -> table.text(row, column)).toList())
                .toList();
    }
}

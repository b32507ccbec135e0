package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.driver.analysis.CsvTable;

/** What the README promises, asked for through the command line: Spark tasks, Aeron, the server, the files. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RunPromisesIT {
    private static final List<String> SMALL = List.of(
            "data.examples=600",
            "model.hidden=[16]",
            "optimizer={kind: adam, learningRate: 0.003}",
            "training.steps=25",
            "training.evaluateEvery=10",
            "training.seeds=[5]");
    /** 33 is divisible by neither 4 nor 5: the virtual workers have unequal shares. */
    private static final List<String> FOUR_SLICES = List.of("training.batchSize=33", "training.virtualWorkers=4");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void parametersAndFiguresHaveTheSameBitsForAnyNumberOfWorkersAndShards() throws IOException {
        int status = run("divided", "sweep={training.workers: [1, 2, 3, 4], training.shards: [1, 3]}", FOUR_SLICES);

        assertThat(status).isZero();
        CsvTable summary = CsvTable.read(folder.resolve("divided/summary.csv"));
        assertThat(summary.rowCount()).isEqualTo(8);
        assertThat(distinct(summary, "parameters_sha256")).hasSize(1);
        assertThat(distinct(summary, "noise_scale")).hasSize(1).doesNotContain("");
        assertThat(distinct(summary, "evaluation_loss")).hasSize(1).doesNotContain("");
        List<Set<String>> series = new ArrayList<>();
        for (int row = 0; row < summary.rowCount(); row++) {
            CsvTable steps = CsvTable.read(folder.resolve("divided/runs")
                    .resolve(summary.text(row, "run"))
                    .resolve("steps.csv"));
            series.add(Set.of(column(steps, "loss"), column(steps, "noise_trace"), column(steps, "noise_trace.0_W")));
        }
        assertThat(series).hasSize(8).allMatch(series.get(0)::equals);
    }

    @Test
    void theTransportDoesNotChangeABit() {
        assertThat(run("ipc", "sweep={training.transport: [ipc, udp]}", FOUR_SLICES))
                .isZero();

        CsvTable summary = CsvTable.read(folder.resolve("ipc/summary.csv"));
        assertThat(summary.rowCount()).isEqualTo(2);
        assertThat(distinct(summary, "parameters_sha256")).hasSize(1);
    }

    @Test
    void aFinishedStudyIsOnlyDrawnAgainAndAMissingRunIsRunAgain() throws IOException {
        assertThat(run("twice", "sweep={training.batchSize: [32, 48]}", List.of()))
                .isZero();
        Path summary = folder.resolve("twice/summary.csv");
        List<String> complete = Files.readAllLines(summary);
        List<String> hashes = hashes(summary);

        assertThat(run("twice", "sweep={training.batchSize: [32, 48]}", List.of()))
                .isZero();
        assertThat(Files.readAllLines(summary)).isEqualTo(complete);

        Files.write(summary, complete.subList(0, 2));
        assertThat(run("twice", "sweep={training.batchSize: [32, 48]}", List.of()))
                .isZero();
        assertThat(hashes(summary)).isEqualTo(hashes).hasSize(2);
        assertThat(Files.readAllLines(summary).get(1)).isEqualTo(complete.get(1));
        assertThat(folder.resolve("twice/report.html")).isNotEmptyFile();
    }

    @Test
    void otherSettingsMayNotGoIntoTheSameFolder() {
        assertThat(run("taken", "training.batchSize=32", List.of())).isZero();

        int status = run("taken", "training.batchSize=64", List.of());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("another study", "--out");
    }

    @Test
    void oneVirtualWorkerMeasuresNoNoiseAndSaysSoByEmptyCells() {
        assertThat(run("alone", "training.workers=1", List.of("training.batchSize=32")))
                .isZero();

        CsvTable summary = CsvTable.read(folder.resolve("alone/summary.csv"));
        assertThat(summary.text(0, "noise_scale")).isEmpty();
        assertThat(summary.number(0, "evaluation_accuracy")).isBetween(0.05, 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.batchSiez=3",
                "training.batchSize=1",
                "training.shards=1000",
                "data={source: csv, path: nowhere.csv}",
                "training.batchSize=10000"
            })
    void wrongInputEndsWithStatusTwoAndOneLine(String setting) {
        int status = run("wrong", setting, List.of());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("noisescale: ");
        assertThat(folder.resolve("wrong/summary.csv")).doesNotExist();
    }

    private int run(String name, String setting, List<String> more) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "batch-noise", "--out", folder.resolve(name).toString()));
        List<String> settings = new ArrayList<>(setting.startsWith("data=") ? List.of() : SMALL);
        if (!setting.startsWith("sweep=")) {
            settings.add("sweep={}");
        }
        settings.add(setting);
        settings.addAll(more);
        settings.forEach(each -> arguments.addAll(List.of("--set", each)));
        return Noisescale.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static Set<String> distinct(CsvTable table, String column) {
        Set<String> values = new TreeSet<>();
        for (int row = 0; row < table.rowCount(); row++) {
            values.add(table.text(row, column));
        }
        return values;
    }

    private static String column(CsvTable table, String column) {
        return String.join(
                " ",
                IntStream.range(0, table.rowCount())
                        .mapToObj(row -> table.text(row, column))
                        .toList());
    }

    private static List<String> hashes(Path summary) {
        CsvTable table = CsvTable.read(summary);
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> table.text(row, "parameters_sha256"))
                .toList();
    }
}

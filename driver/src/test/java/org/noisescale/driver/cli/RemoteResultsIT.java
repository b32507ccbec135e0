package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.job.storage.MemoryFileSystem;

/** Results at an address that Hadoop knows, in place of a folder. */
@Timeout(180)
class RemoteResultsIT {
    private static final String ADDRESS = "memory://lab/out";
    private static final String STUDY = """
            name: kept
            question: Are results the same elsewhere?
            data: {source: quadratic, dimension: 20}
            training: {workers: 2, batchSize: 8, steps: 10, seeds: [1, 2]}
            """;

    @TempDir
    private Path temporary;

    @BeforeEach
    void begin() {
        MemoryFileSystem.begin();
    }

    @AfterEach
    void end() {
        MemoryFileSystem.end();
    }

    private static List<String> hashes() {
        return MemoryFileSystem.text("/out/summary.csv")
                .lines()
                .skip(1)
                .map(line -> line.replaceAll(".*([0-9a-f]{64}).*", "$1"))
                .toList();
    }

    @Test
    void areThoseOfAFolderAndAreGoneOnWith() throws IOException {
        Path study = Command.study(temporary, STUDY);
        Results local = Command.run(study, temporary.resolve("out"));

        Command.Outcome first = Command.noisescale("run", study, "--out", ADDRESS);
        assertThat(first.errors()).isEmpty();
        assertThat(first.output()).contains("results in " + ADDRESS).endsWith("Report: " + ADDRESS + "/report.html\n");
        assertThat(hashes()).isEqualTo(local.hashes());
        assertThat(MemoryFileSystem.files().keySet().stream().map(path -> path.replace("/out/", "")))
                .containsAll(local.files());

        List<String> summary = MemoryFileSystem.text("/out/summary.csv").lines().toList();
        MemoryFileSystem.put("/out/summary.csv", summary.get(0) + "\n" + summary.get(1) + "\n");
        Command.Outcome second = Command.noisescale("run", study, "--out", ADDRESS);

        assertThat(second.output())
                .contains("2 runs, 1 of them finished earlier", "run 2/2  seed=2")
                .doesNotContain("run 1/2");
        assertThat(hashes()).isEqualTo(local.hashes());
    }

    @Test
    void areDrawnAgainAndComparedWhereTheyAre() throws IOException {
        Path study = Command.study(temporary, STUDY);
        Command.noisescale("run", study, "--out", ADDRESS);
        String drawn = MemoryFileSystem.text("/out/report.html");
        assertThat(drawn).contains("\"directory\":\"" + ADDRESS + "\"");
        MemoryFileSystem.put("/out/report.html", "old");

        assertThat(Command.noisescale("report", ADDRESS).output()).isEqualTo(ADDRESS + "/report.html\n");
        assertThat(MemoryFileSystem.text("/out/report.html")).isEqualTo(drawn);

        Path compared = temporary.resolve("compared.html");
        Command.noisescale(
                "report", ADDRESS, Command.run(study, temporary.resolve("here")).folder(), "--out", compared);
        assertThat(compared).content().contains("kept (" + ADDRESS + ")", "kept (" + temporary.resolve("here") + ")");

        MemoryFileSystem.put("/out/summary.csv", "");
        assertThat(Command.noisescale("report", ADDRESS).errorLines())
                .singleElement()
                .asString()
                .contains(ADDRESS + "/summary.csv");
        assertThat(Command.noisescale("report", "memory://lab/nothing").errorLines())
                .singleElement()
                .asString()
                .contains("memory://lab/nothing/study.yaml");
    }

    @Test
    void ofAnotherStudyAreLeftAlone() throws IOException {
        MemoryFileSystem.put("/out/study.yaml", "name: another\n");
        MemoryFileSystem.put("/out/summary.csv", "run\n");

        Command.Outcome outcome = Command.noisescale("run", Command.study(temporary, STUDY), "--out", ADDRESS);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .singleElement()
                .asString()
                .contains(ADDRESS + " holds the results of another study or of other settings");
        assertThat(MemoryFileSystem.files()).containsOnlyKeys("/out/study.yaml", "/out/summary.csv");
    }
}

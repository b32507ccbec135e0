package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same command again goes on where an earlier one ended. */
@Timeout(60)
class ContinuationIT {
    private static final String STUDY = """
            name: continued
            question: Does an interruption leave a trace?
            data: {source: quadratic, dimension: 20}
            optimizer: {kind: sgd, learningRate: 0.1}
            training: {workers: 2, steps: 10, seeds: [1, 2]}
            sweep: {training.batchSize: [4, 16]}
            """;

    @TempDir
    private Path temporary;

    private Path study;
    private Path folder;
    private Results results;

    @BeforeEach
    void runTheStudy() throws IOException {
        study = Command.study(temporary, STUDY);
        folder = temporary.resolve("out");
        results = Command.run(study, folder);
    }

    private Command.Outcome runAgain(Object... settings) {
        Object[] arguments = new Object[4 + settings.length];
        System.arraycopy(new Object[] {"run", study, "--out", folder}, 0, arguments, 0, 4);
        System.arraycopy(settings, 0, arguments, 4, settings.length);
        return Command.noisescale(arguments);
    }

    private void keepRowsOfTheSummary(int count) throws IOException {
        Path summary = folder.resolve("summary.csv");
        List<String> lines = Files.readAllLines(summary);
        Files.write(summary, lines.subList(0, count + 1));
    }

    private static List<String> runsOf(JsonNode session) {
        return StreamSupport.stream(session.path("runs").spliterator(), false)
                .map(run -> run.path("run").asText())
                .toList();
    }

    @Test
    void aFinishedStudyIsNotTrainedAgainButItsReportIsDrawn() throws IOException {
        Files.delete(folder.resolve("report.html"));
        SortedMap<String, String> before = results.contents();

        Command.Outcome outcome = runAgain();

        assertThat(outcome.status()).isZero();
        assertThat(outcome.output())
                .contains("4 runs, 4 of them finished earlier")
                .doesNotContain("Spark");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        Files.delete(folder.resolve("report.html"));
        assertThat(results.contents()).isEqualTo(before);
    }

    @Test
    void anInterruptedStudyGoesOnWithTheMissingRunsAndEndsAsIfNothingHadHappened() throws IOException {
        List<List<String>> undisturbed = Results.timeless(results.summary());
        List<String> finished = results.runs().subList(0, 2);
        String stepsOfAFinishedRun = results.contents().get("runs/" + finished.get(1) + "/steps.csv");
        keepRowsOfTheSummary(2);

        Command.Outcome outcome = runAgain();

        assertThat(outcome.lines())
                .filteredOn(line -> line.startsWith("run "))
                .extracting(line -> line.split("  ", 3)[0])
                .containsExactly("run 3/4", "run 4/4");
        assertThat(Results.timeless(results.summary())).isEqualTo(undisturbed);
        assertThat(results.contents()).containsEntry("runs/" + finished.get(1) + "/steps.csv", stepsOfAFinishedRun);
        JsonNode sessions = results.manifest().path("sessions");
        assertThat(sessions).hasSize(2);
        assertThat(runsOf(sessions.path(0))).isEqualTo(finished);
        assertThat(runsOf(sessions.path(1))).isEqualTo(results.runs().subList(2, 4));
        assertThat(results.manifest().path("sessions_differ_in")).isEmpty();
    }

    @Test
    void sessionsOnDifferentClustersAreSaidToDiffer() throws IOException {
        keepRowsOfTheSummary(3);

        Command.Outcome outcome = runAgain("--master", "local[3]");

        assertThat(outcome.status()).isZero();
        assertThat(results.manifest().path("sessions_differ_in")).hasToString("[\"master\"]");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("sessions_differ_in");
    }

    @Test
    void aRunWhoseStepsWereRemovedIsRepeated() throws IOException {
        List<List<String>> undisturbed = Results.timeless(results.summary());
        String removed = results.runs().get(1);
        Files.delete(folder.resolve("runs").resolve(removed).resolve("steps.csv"));

        Command.Outcome outcome = runAgain();

        assertThat(outcome.output()).contains("run 4/4  " + removed);
        assertThat(Results.timeless(results.summary())).isEqualTo(undisturbed);
        assertThat(runsOf(results.manifest().path("sessions").path(1))).containsExactly(removed);
    }

    @Test
    void otherSettingsInTheSameFolderAreRefusedAndNothingIsTouched() throws IOException {
        SortedMap<String, String> before = results.contents();

        Command.Outcome outcome = runAgain("--set", "training.steps=11");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .containsExactly("noisescale: " + folder + " holds the results of another study or of other settings; "
                        + "choose another folder with --out, or remove this one");
        assertThat(outcome.output()).isEmpty();
        assertThat(results.contents()).isEqualTo(before);
    }

    @Test
    void aFolderWithoutResultsMayBeUsedForOtherSettings() throws IOException {
        Files.delete(folder.resolve("summary.csv"));

        Command.Outcome outcome = runAgain("--set", "training.steps=3");

        assertThat(outcome.status()).isZero();
        assertThat(results.summary().text(0, "steps")).isEqualTo("3");
        assertThat(results.manifest().path("sessions")).hasSize(1);
    }

    @Test
    void aDamagedManifestIsRefusedAndNoResultIsLost() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"study\": ");
        keepRowsOfTheSummary(2);
        SortedMap<String, String> before = results.contents();

        Command.Outcome outcome = runAgain();

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .singleElement()
                .asString()
                .contains("manifest.json is damaged; move it away to go on");
        assertThat(results.contents()).isEqualTo(before);
    }

    @Test
    void aStudyGoesOnWithoutItsManifest() throws IOException {
        Files.delete(folder.resolve("manifest.json"));

        assertThat(runAgain().status()).isZero();
        assertThat(results.manifest().path("sessions")).isEmpty();
    }
}

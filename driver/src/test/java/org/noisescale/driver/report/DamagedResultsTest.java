package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.study.InputException;

class DamagedResultsTest {
    private final Path study;

    DamagedResultsTest(@TempDir Path scratch) {
        this.study = scratch.resolve("study");
    }

    @BeforeEach
    void writeSoundResults() {
        new ClassifierStudy("sound", List.of(16, 32), 1, 4, 1).writeTo(study);
    }

    @Test
    void soundResultsGiveAReport() {
        assertThat(write()).isRegularFile();
    }

    @Test
    void aFolderThatIsNoneIsNamed() {
        assertRefused(
                () -> ReportWriter.write(List.of(StudyResults.read(study.resolve("nowhere"))), study),
                "nowhere is not a folder");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(study.resolve("runs/batch-16-seed-1/steps.csv"));

        assertRefused(this::write, "batch-16-seed-1/steps.csv is missing");
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        Files.writeString(study.resolve("summary.csv"), "");

        assertRefused(this::write, "summary.csv is empty");
    }

    @Test
    void aRowThatIsCutOffIsNamedByItsLine() throws IOException {
        Path steps = study.resolve("runs/batch-16-seed-1/steps.csv");
        Files.writeString(steps, ResultFolder.STEPS_HEADER + "\n1,16,0,,2.3,0.1,1,2,,,\n2,32,0.1");

        assertRefused(this::write, "steps.csv, line 3: 11 cells expected as in the header, found 3");
    }

    @Test
    void aCellThatIsNoNumberIsNamedByLineAndColumn() throws IOException {
        Path steps = study.resolve("runs/batch-16-seed-1/steps.csv");
        Files.writeString(steps, ResultFolder.STEPS_HEADER + "\n1,16,0,,2.3,0.1,1,2,,,\n2,32,0,,much,0.1,1,2,,,\n");

        assertRefused(this::write, "steps.csv, line 3: loss must be a number, was much");
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        Path summary = study.resolve("summary.csv");
        Files.writeString(summary, Files.readString(summary).replace("seed,", "sead,"));

        assertRefused(this::write, "summary.csv, line 1: the column seed is missing");
    }

    @Test
    void aBrokenManifestIsNamedByItsLine() throws IOException {
        Files.writeString(study.resolve("manifest.json"), "{\"a\": 1,\n \"b\": }");

        assertRefused(this::write, "manifest.json, line 2");
    }

    @Test
    void aStudyWithoutQuestionIsRefused() throws IOException {
        Files.writeString(study.resolve("study.yaml"), "name: nameless\n");

        assertRefused(this::write, "study.yaml: the key question is missing");
    }

    @Test
    void anUnknownDrawingIsNamedWithTheKnownOnes() throws IOException {
        Path file = study.resolve("study.yaml");
        Files.writeString(file, Files.readString(file).replace("noise-trace", "noise-race"));

        assertRefused(
                this::write, "study.yaml: draws must be of [batchnorm-leak, confusion-matrix, ", ", was noise-race");
    }

    @Test
    void aContactSheetWithTooFewPixelsIsRefused() throws IOException {
        Files.writeString(
                study.resolve("contact-sheet.json"),
                "{\"rows\":1,\"columns\":1,\"height\":2,\"width\":2,\"labels\":[\"0\"],\"pixels\":\"AAAA\"}");

        assertRefused(this::write, "1 tiles of 2 × 2 need 4 pixels, found 3");
    }

    private Path write() {
        return ReportWriter.write(List.of(StudyResults.read(study)), study.resolve("report.html"));
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(InputException.class).hasMessageContainingAll(parts);
    }
}

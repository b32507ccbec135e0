package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;

class ReportWriterTest {

    @Test
    void createsTheFolderOfTheReport(@TempDir Path scratch) {
        Path study = new ClassifierStudy("small", List.of(16), 1, 4, 1).writeTo(scratch.resolve("study"));
        Path target = scratch.resolve("new/folder/report.html");

        assertThat(ReportWriter.write(List.of(StudyResults.read(study)), target))
                .isEqualTo(target)
                .isRegularFile();
    }

    @Test
    void needsNothingBesideTheFile(@TempDir Path scratch) throws IOException {
        String html = html(scratch);

        assertThat(html).contains("Apache Software Foundation");
        assertThat(html.replaceAll("(?s)<script>.*?</script>", ""))
                .doesNotContain("src=")
                .doesNotContain("@import")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("{{");
    }

    @Test
    void noTextOfAStudyCanCloseTheScript(@TempDir Path scratch) throws IOException {
        String html = html(scratch);

        assertThat(html)
                .contains("\\u003c/script>\\u003cscript>document.title='broken'")
                .doesNotContain("<script>document.title");
    }

    @Test
    void answersWithTheLawAndTheNoiseScale(@TempDir Path scratch) {
        Path study = ClassifierStudy.BATCH_NOISE.writeTo(scratch.resolve("study"));

        List<String> answers = ReportWriter.answers(List.of(StudyResults.read(study)));

        assertThat(answers).hasSize(4);
        assertThat(answers.get(0))
                .matches("Doubling the batch .* the variance of the gradient.*: fitted exponent −[01]\\.\\d+ ± 0\\.\\d+"
                        + " \\(law: −1\\)\\.");
        assertThat(answers.get(1)).matches("Noise scale ≈ \\d+ \\(\\d+–\\d+\\) examples, independent of .*");
        assertThat(answers.get(2)).matches("Highest final accuracy: 9\\d\\.\\d % at B = \\d+ \\(seeds from .*");
        assertThat(answers.get(3))
                .isEqualTo(
                        "Balanced accuracy: 85.0 % at B = 16 (seeds from 85.0 % to 85.0 %); the lowest recall is 80.0"
                                + " %, of class 1.");
    }

    @Test
    void agreesWithTheClosedFormOnSimulatedQuadratics(@TempDir Path scratch) {
        Path sgd = QuadraticStudy.sgd().writeTo(scratch.resolve("sgd"));
        Path heavyBall = QuadraticStudy.heavyBall().writeTo(scratch.resolve("heavy-ball"));

        assertThat(ReportWriter.answers(List.of(StudyResults.read(sgd))).get(0))
                .contains(" agrees with the closed form");
        assertThat(ReportWriter.answers(List.of(StudyResults.read(heavyBall))).get(0))
                .contains(" agrees with the closed form");
    }

    @Test
    void drawsTheExactTraceOfTheQuadraticAsTheLaw(@TempDir Path scratch) {
        Path study = QuadraticStudy.sgd().writeTo(scratch.resolve("study"));

        Page page = PageComposer.compose(List.of(StudyResults.read(study)));

        Page.Chart trace = page.sections().get(2).charts().get(1);
        assertThat(trace.id()).isEqualTo("noise-trace-per-example");
        assertThat(trace.series().get(0).style()).isEqualTo(Page.Style.LAW);
        assertThat(trace.series().get(0).y()).hasSize(4).allMatch(value -> Math.abs(value - 2.928968) < 1e-6);
    }

    @Test
    void noticesALossThatIsWrongByHalf(@TempDir Path scratch) {
        Path wrong = new QuadraticStudy("sgd", 0.5, 0, 300, 1.5, false).writeTo(scratch.resolve("wrong"));

        assertThat(ReportWriter.answers(List.of(StudyResults.read(wrong))))
                .singleElement()
                .asString()
                .contains(" disagrees with the closed form");
    }

    @Test
    void saysSoWhereThereIsNothingToDraw(@TempDir Path scratch) {
        Path adam = new QuadraticStudy("adam", 0.01, 0, 20, 1, false).writeTo(scratch.resolve("adam"));

        Page page = PageComposer.compose(List.of(StudyResults.read(adam)));

        assertThat(page.answers()).isEmpty();
        assertThat(page.sections())
                .filteredOn(section -> section.charts().isEmpty())
                .extracting(Page.Section::id)
                .containsExactly("quadratic-theory", "noise-trace", "noise-scale");
        assertThat(page.sections().get(0).caption()).contains("optimizers sgd and momentum");
    }

    @Test
    void comparesStudiesByNameAndListsWhatDiffers(@TempDir Path scratch) {
        Path calm = new ClassifierStudy("calm", List.of(16, 64), 2, 40, 1).writeTo(scratch.resolve("calm"));
        Path noisy = new ClassifierStudy("noisy", List.of(16, 64), 2, 40, 2).writeTo(scratch.resolve("noisy"));

        Page page = PageComposer.compose(List.of(StudyResults.read(calm), StudyResults.read(noisy)));

        assertThat(page.sections().get(0).charts().get(0).series())
                .extracting(Page.Series::name)
                .containsExactly("calm · B = 16", "calm · B = 64", "noisy · B = 16", "noisy · B = 64");
        assertThat(page.preface().get(0).rows()).containsExactly(List.of("optimizer.learningRate", "0.1", "0.2"));
        assertThat(page.answers().get(0)).startsWith("calm: Doubling the batch");
        assertThat(page.answers().get(1)).startsWith("noisy: Doubling the batch");
    }

    @Test
    void tellsStudiesOfOneNameApartByTheirFolders(@TempDir Path scratch) {
        Path first = new ClassifierStudy("same", List.of(16), 1, 4, 1).writeTo(scratch.resolve("first"));
        Path second = new ClassifierStudy("same", List.of(16), 1, 4, 1).writeTo(scratch.resolve("second"));

        Page page = PageComposer.compose(List.of(StudyResults.read(first), StudyResults.read(second)));

        assertThat(page.sections().get(0).charts().get(0).series())
                .extracting(Page.Series::name)
                .containsExactly("same (" + first + ")", "same (" + second + ")");
    }

    @Test
    void longRunsAreThinned(@TempDir Path scratch) {
        Path study = new ClassifierStudy("long", List.of(16), 1, 3000, 1).writeTo(scratch.resolve("long"));

        Page page = PageComposer.compose(List.of(StudyResults.read(study)));

        assertThat(page.sections().get(0).charts().get(0).series().get(0).y()).hasSize(500);
        assertThat(page.sections().get(0).charts().get(0).series().get(0).x().get(0))
                .startsWith(1.0)
                .endsWith(3000.0);
    }

    private static String html(Path scratch) throws IOException {
        Path study = new ClassifierStudy("small", List.of(16), 1, 4, 1).writeTo(scratch.resolve("study"));
        return Files.readString(ReportWriter.write(List.of(StudyResults.read(study)), scratch.resolve("report.html")));
    }
}

package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReportInBrowserTest {
    private static final Pattern FIGURE =
            Pattern.compile("<figure[^>]*data-chart=\"([^\"]+)\"[^>]*data-drawn=\"([^\"]+)\"");

    @Test
    void everyChartOfAClassifierStudyDrawsSomething(@TempDir Path scratch) throws IOException, InterruptedException {
        Path study = ClassifierStudy.BATCH_NOISE.writeTo(scratch.resolve("study"));

        HeadlessBrowser.Visit visit = open(List.of(study), scratch);

        assertThat(visit.console()).isEmpty();
        assertThat(visit.document()).contains("data-complete=\"yes\"").contains("0 taken for 1: 15 of 150 (10 %)");
        assertThat(drawn(visit))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "loss-curves", "yes",
                        "evaluation-accuracy", "yes",
                        "confusion-matrix", "yes",
                        "noise-trace", "yes",
                        "noise-trace-per-example", "yes",
                        "noise-scale", "yes",
                        "contact-sheet", "yes"));
    }

    @Test
    void theClosedFormStandsBesideTheMeasurement(@TempDir Path scratch) throws IOException, InterruptedException {
        Path study = QuadraticStudy.sgd().writeTo(scratch.resolve("study"));

        HeadlessBrowser.Visit visit = open(List.of(study), scratch);

        assertThat(visit.console()).isEmpty();
        assertThat(drawn(visit))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "quadratic-theory", "yes",
                        "loss-curves", "yes",
                        "noise-trace", "yes",
                        "noise-trace-per-example", "yes",
                        "noise-scale", "yes"));
        assertThat(visit.document()).contains("id=\"table-z-scores\"");
    }

    @Test
    void aSectionWithoutFiguresSaysSoInWords(@TempDir Path scratch) throws IOException, InterruptedException {
        Path study = new QuadraticStudy("adam", 0.01, 0, 20, 1, false).writeTo(scratch.resolve("study"));

        HeadlessBrowser.Visit visit = open(List.of(study), scratch);

        assertThat(visit.console()).isEmpty();
        assertThat(drawn(visit)).containsExactly(Map.entry("loss-curves", "yes"));
        assertThat(visit.document())
                .contains("There is no closed form to compare with")
                .contains("The runs recorded no gradient variance");
    }

    @Test
    void aComparisonAndAStudyWithoutSweepAreDrawnToo(@TempDir Path scratch) throws IOException, InterruptedException {
        Path calm = new ClassifierStudy("calm", List.of(64), 1, 50, 1).writeTo(scratch.resolve("calm"));
        Path noisy = new ClassifierStudy("noisy", List.of(64), 1, 50, 3).writeTo(scratch.resolve("noisy"));

        HeadlessBrowser.Visit visit = open(List.of(calm, noisy), scratch);

        assertThat(visit.console()).isEmpty();
        assertThat(drawn(visit).values()).hasSize(6).containsOnly("yes");
        assertThat(visit.document()).contains("optimizer.learningRate");
    }

    private static HeadlessBrowser.Visit open(List<Path> studies, Path scratch)
            throws IOException, InterruptedException {
        Optional<HeadlessBrowser> browser = HeadlessBrowser.find();
        assumeTrue(browser.isPresent(), "no Chromium is installed");
        Path report =
                ReportWriter.write(studies.stream().map(StudyResults::read).toList(), scratch.resolve("report.html"));
        return browser.orElseThrow().visit(report, scratch);
    }

    private static Map<String, String> drawn(HeadlessBrowser.Visit visit) {
        Map<String, String> figures = new LinkedHashMap<>();
        Matcher matcher = FIGURE.matcher(visit.document());
        while (matcher.find()) {
            figures.put(matcher.group(1), matcher.group(2));
        }
        return figures;
    }
}

package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in studies of synchronisation, shortened: what their reports say agrees with theory. */
@Timeout(180)
class SynchronizationStudiesIT {
    private static final Pattern ANSWERS = Pattern.compile("\"answers\":\\[(.*?)]");
    private static final Pattern LARGEST_Z = Pattern.compile("\\|z\\| (?:≤ |)([0-9]+\\.[0-9]+)");

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sync-vs-async              | training.steps=800 | by the clock synchronization = async is ahead until
            staleness                  | training.steps=1500 | the law is geometric and its tail long
            asynchrony-begets-momentum | training.seeds=[1, 2, 3, 4, 5, 6, 7, 8] | theory says 1 − 1/W = 0.875
            noise-budget               | training.steps=1000 | add up to the spread
            backup-workers             | training.steps=300  | theory is met everywhere
            ssp                        | training.steps=1500 | no clearly lower loss is bought by waiting
            local-sgd                  | training.steps=100  | Their mean does not know it
            """)
    void theReportSaysWhatOneSees(String study, String setting, String sentence) throws IOException {
        Results results = Command.run(Path.of(study), temporary.resolve("out"), "--set", setting);

        String answers = answers(results);
        assertThat(answers).contains(sentence);
        assertThat(answers.split("\",\"")).hasSizeGreaterThanOrEqualTo(2);
        Matcher z = LARGEST_Z.matcher(answers);
        while (z.find()) {
            assertThat(Double.parseDouble(z.group(1))).as(answers).isLessThan(5);
        }
    }

    @Test
    void aRuleOfOnesOwnRunsAndIsDrawnLikeAnyOther() throws IOException {
        Path file = Command.study(temporary, """
                name: own
                question: Does a majority suffice?
                data: {source: quadratic, dimension: 10}
                optimizer: {kind: sgd, learningRate: 0.1}
                training: {cluster: simulated, workers: 5, batchSize: 10, steps: 200, seeds: [1], evaluateEvery: 0}
                sweep: {training.synchronization: [{rule: k-sync, quorum: 3}, majority]}
                """);

        Results results = Command.run(file, temporary.resolve("out"));

        assertThat(Set.copyOf(results.hashes()))
                .as("the same rule by another name")
                .hasSize(1);
        assertThat(Files.readString(results.folder().resolve("report.html")))
                .contains("\"fate\":\"CANCELLED\"")
                .contains("synchronization = majority");
    }

    /** Those of the whole page, which come first. */
    private static String answers(Results results) throws IOException {
        Matcher found = ANSWERS.matcher(Files.readString(results.folder().resolve("report.html")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}

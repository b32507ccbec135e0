package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;

final class ComparisonTest {
    private static final String STUDY = """
            name: comparison
            data: {source: quadratic, dimension: 2}
            optimizer: {kind: sgd, learningRate: 0.1}
            training: {cluster: simulated, workers: 4, batchSize: 8, steps: 1, seeds: [1]}
            sweep: {%s: %s}
            """;

    @TempDir
    private Path scratch;

    private Comparison compare(String key, String values, List<String> cells) {
        ResultFolder folder = new ResultFolder(scratch, STUDY.formatted(key, values), key);
        for (String cell : cells) {
            folder.addRun(
                    "run-" + cell, cell + ",1,1,8,0.1,,0.5,0.5,,1,2,2,1,3,ab", List.of("1,8,0.1,,0.5,0.1,1,2,0,,"));
        }
        return new Comparison(List.of(StudyResults.read(folder.directory())));
    }

    @Test
    void groupsWithoutANumberHaveLooksOfTheirOwn() {
        Comparison comparison = compare(
                "training.synchronization",
                "[bsp, async, {rule: ssp, bound: 3}, {rule: k-sync, quorum: 3}, {rule: k-async, quorum: 2},"
                        + " {rule: local, period: 8}, {rule: local, period: 2}]",
                List.of(
                        "bsp",
                        "async",
                        "ssp bound=3",
                        "k-sync quorum=3",
                        "k-async quorum=2",
                        "local period=8",
                        "local period=2"));

        assertThat(comparison.groups()).hasSize(7).extracting(RunGroup::look).doesNotHaveDuplicates();
        assertThat(comparison.groups().subList(0, Page.HUES))
                .extracting(group -> group.look().hue())
                .doesNotHaveDuplicates();
    }

    @Test
    void groupsWithANumberAreShadesOfOneHue() {
        Comparison comparison = compare("optimizer.learningRate", "[0.1, 0.2, 0.3]", List.of("0.1", "0.2", "0.3"));

        assertThat(comparison.groups())
                .extracting(RunGroup::look)
                .containsExactly(new Page.Look(0, 0), new Page.Look(0, 0.5), new Page.Look(0, 1));
    }
}

package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input ends with one line and status 2, whether the study, the data or the folder is wrong; nothing is lost. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RefusedRunIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.batchSiez=3",
                "training.batchSize=1",
                "training.shards=1000",
                "data={source: csv, path: nowhere.csv}",
                "training.batchSize=100000"
            })
    void wrongInputEndsWithStatusTwoAndOneLine(String setting) {
        Command.Outcome outcome = run("sweep={}", setting);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).singleElement().asString().startsWith("noisescale: ");
        assertThat(folder.resolve("out/summary.csv")).doesNotExist();
    }

    @Test
    void moreShardsThanTheModelHasChunksAreRefusedWithTheirLine() throws IOException {
        Path study = Command.study(folder, """
                name: divided
                question: Into how many shards?
                data: {source: quadratic, dimension: 50}
                training: {workers: 1, virtualWorkers: 2, steps: 5}
                sweep:
                  training.shards: [13, 14]
                """);

        Command.Outcome outcome = Command.noisescale("run", study, "--out", folder.resolve("out"));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .containsExactly(
                        "noisescale: " + study + ":6: training.shards must be at most 13, the chunks into which"
                                + " the parameters of this model are cut, was 14 in shards=14-seed=1");
    }

    @Test
    void otherSettingsMayNotGoIntoTheSameFolder() {
        assertThat(run("sweep={}", "training.batchSize=32").status()).isZero();

        Command.Outcome outcome = run("sweep={}", "training.batchSize=64");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).singleElement().asString().contains("another study", "--out");
        assertThat(folder.resolve("out/summary.csv")).isNotEmptyFile();
    }

    private Command.Outcome run(String... settings) {
        List<Object> arguments = new ArrayList<>(List.of("run", "batch-noise", "--out", folder.resolve("out")));
        List<String> all = new ArrayList<>(List.of("training.steps=5", "training.seeds=[5]"));
        all.addAll(List.of(settings));
        if (all.stream().noneMatch(setting -> setting.startsWith("data"))) {
            all.add("data.examples=600");
        }
        all.forEach(each -> arguments.addAll(List.of("--set", each)));
        return Command.noisescale(arguments.toArray());
    }
}

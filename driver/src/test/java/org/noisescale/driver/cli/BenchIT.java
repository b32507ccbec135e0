package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Says nothing about how fast anything is. */
@Timeout(120)
final class BenchIT {
    @ParameterizedTest(name = "[{0}]")
    @CsvSource(
            delimiter = '|',
            value = {
                "--parameters=300,40000 | 300; 40,000",
                "--parameters=300 --processes | 300",
                "--parameters=300 --processes --transport=udp | 300"
            })
    void roundsAreMeasuredBesideCopies(String options, String lengths, @TempDir Path folder) throws IOException {
        List<String> rows = List.of(lengths.split("; "));
        Path csv = folder.resolve("rounds.csv");
        List<Object> arguments =
                new ArrayList<>(List.of("bench", "push-pull", "--quick", "--shards=2", "--csv=" + csv));
        arguments.addAll(List.of(options.split(" ")));

        Command.Outcome outcome = Command.noisescale(arguments.toArray());

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(outcome.lines()).hasSize(2 + rows.size() + 2);
        assertThat(outcome.lines().subList(2, 2 + rows.size()))
                .zipSatisfy(rows, (line, length) -> assertThat(line.strip()).startsWith(length + " "));
        assertThat(outcome.lines().get(3 + rows.size())).startsWith("Workers and shards ran where the kernel put them");
        assertThat(Files.readAllLines(csv)).hasSize(1 + rows.size());
    }

    /** All rounds are done, although the fast one could send dozens of times as many. */
    @Test
    void aSlowWorkerIsMeasuredBesideAFastOne() {
        Command.Outcome outcome =
                Command.noisescale("bench", "back-pressure", "--parameters=100000", "--rounds=10", "--pause=30");

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(outcome.lines()).hasSize(1 + 2 * 2 + 2);
        assertThat(outcome.lines().get(3)).startsWith("worker 1 (30 ms late)");
    }

    @Test
    void theCostOfTheMetersIsMeasured() {
        Command.Outcome outcome = Command.noisescale("bench", "meters", "--quick", "--parameters=300,40000");

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(outcome.lines()).hasSize(4);
        assertThat(outcome.lines().get(3)).contains("40,000").contains("%");
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(
            delimiter = '|',
            value = {
                "push-pull --parameters=0 | --parameters must be from 1 to 536870911, was 0",
                "push-pull --workers=0    | --workers must be at least 1, was 0",
                "meters --shards=17       | --shards must be from 1 to 16, was 17",
                "meters --workers=0       | --workers must be from 1 to 1024, was 0",
                "push-pull --shards=17    | --shards must be from 1 to 16, was 17",
                "step --steps=0           | --steps must be at least 1, was 0"
            })
    void whatCannotBeMeasuredIsRefused(String options, String message) {
        Object[] arguments = ("bench " + options).split(" ");

        Command.Outcome outcome = Command.noisescale(arguments);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).containsExactly("noisescale: " + message);
    }
}

package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed in the middle of a run leave no trace in its results. */
@Timeout(300)
class RecoveryIT {
    private static final String RUN = "steps=1000-seed=3";
    private static final String STUDY = """
            name: killed
            question: Does a killed process leave a trace?
            data: {source: quadratic, dimension: 2500}
            optimizer: {kind: adam, learningRate: 0.02, averaging: {kind: polyak}}
            training: {workers: 2, virtualWorkers: 3, shards: 2, batchSize: 12, evaluateEvery: 70, checkpointEvery: 50,
                       seeds: [3]}
            sweep: {training.steps: [1000]}
            """;

    @TempDir
    private static Path temporary;

    private static Path study;
    private static Results undisturbed;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        study = Command.study(temporary, STUDY);
        undisturbed = Command.run(study, temporary.resolve("undisturbed"));
    }

    private static DriverProcess start(Path out, String master) throws IOException {
        return DriverProcess.start(temporary, "run", study.toString(), "--out", out.toString(), "--master", master);
    }

    private static List<Path> checkpoints(Path out) {
        Path folder = out.resolve("runs").resolve(RUN).resolve("checkpoint");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".checkpoint")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a driver run until there are checkpoints of three versions of both shards, and kills it. */
    private static void runAndKill(Path out) throws IOException {
        try (DriverProcess driver = start(out, "local[2]")) {
            driver.await(() -> checkpoints(out).size() >= 6);
            driver.kill();
        }
    }

    private static String goOn(Path out) {
        Command.Outcome outcome = Command.noisescale("run", study, "--out", out);
        assertThat(outcome.status()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private static void assertUndisturbed(Path out) {
        Results results = new Results(out);
        assertThat(results.hashes()).isEqualTo(undisturbed.hashes());
        assertThat(Results.timeless(results.summary())).isEqualTo(Results.timeless(undisturbed.summary()));
        assertThat(Results.timeless(results.steps(RUN))).isEqualTo(Results.timeless(undisturbed.steps(RUN)));
        assertThat(out.resolve("runs").resolve(RUN).resolve("checkpoint")).doesNotExist();
    }

    @Test
    void theSameCommandGoesOnWithTheRunOfADriverThatWasKilled() throws IOException {
        Path out = temporary.resolve("driver");
        runAndKill(out);

        String output = goOn(out);

        assertThat(output).containsPattern(RUN + " goes on from step [1-9]");
        assertUndisturbed(out);
    }

    @Test
    void aDamagedCheckpointIsRefusedByNameAndTheOneBeforeItUsed() throws IOException {
        Path out = temporary.resolve("damaged");
        runAndKill(out);
        Path newest = checkpoints(out).stream()
                .max(Comparator.comparingLong(RecoveryIT::version))
                .orElseThrow();
        Path before = checkpoints(out).stream()
                .filter(file -> version(file) < version(newest))
                .max(Comparator.comparingLong(RecoveryIT::version))
                .orElseThrow();
        for (Path each : List.of(newest, before)) {
            byte[] content = Files.readAllBytes(each);
            content[content.length / 2] ^= 4;
            Files.write(each, content);
        }

        String output = goOn(out);

        assertThat(output)
                .contains("refused: " + before + " is damaged: its checksum is wrong")
                .containsPattern(RUN + " goes on from step [1-9]");
        assertUndisturbed(out);
    }

    private static long version(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().replaceAll(".*-step-([0-9]+)\\..*", "$1"));
    }

    @Test
    void aRunWaitsForAServerThatWasKilledAndStartedAgain() throws IOException, InterruptedException {
        Path out = temporary.resolve("server");
        String address = "127.0.0.1:" + freePort();
        String[] serve = {"serve", "--listen", address, "--shards", "2"};
        DriverProcess first = DriverProcess.start(temporary, serve);
        first.await(() -> first.says("Serving on"));
        try (DriverProcess driver = DriverProcess.start(
                temporary,
                "run",
                study.toString(),
                "--out",
                out.toString(),
                "--set",
                "server=[\"" + address + "\"]",
                "--set",
                "training.shards=2")) {
            driver.await(() -> rows(out) > 50);
            first.kill();
            try (DriverProcess second = DriverProcess.start(temporary, serve)) {
                assertThat(driver.awaitEnd()).as(driver.output()).isZero();
                assertThat(driver.output()).contains(RUN + " goes on from step 0, attempt 2 of 5, because");
                second.terminate();
                second.awaitEnd();
            }
        }
        assertUndisturbed(out);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort() & ~1;
        }
    }

    private static long rows(Path out) {
        Path steps = out.resolve("runs").resolve(RUN).resolve("steps.csv");
        try (Stream<String> lines = Files.exists(steps) ? Files.lines(steps) : Stream.empty()) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ctrlCLeavesTheRunWhereItGoesOn() throws IOException, InterruptedException {
        Path out = temporary.resolve("stopped");
        try (DriverProcess driver = start(out, "local[2]")) {
            driver.await(() -> checkpoints(out).size() >= 2);
            driver.terminate();
            driver.awaitEnd();
        }

        assertThat(goOn(out)).containsPattern(RUN + " goes on from step [1-9]");
        assertUndisturbed(out);
    }
}

package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.CsvTable;

/** Servers with checkpoints, their driver, and what a kill −9 of any of them leaves behind in the results: nothing. */
@Timeout(300)
class ServerRecoveryIT {
    private static final String RUN = "steps=600-seed=3";
    private static final String STUDY = """
            name: killed
            question: Does a killed process leave a trace?
            data: {source: quadratic, dimension: 2500}
            optimizer: {kind: adam, learningRate: 0.02, averaging: {kind: polyak}}
            training: {workers: 2, virtualWorkers: 3, batchSize: 12, evaluateEvery: 70, checkpointEvery: 20,
                       seeds: [3]}
            sweep: {training.steps: [600]}
            """;

    @TempDir
    private static Path shared;

    private static Path study;
    private static Results undisturbed;

    @TempDir
    private Path temporary;

    private List<ServerProcess> servers = List.of();

    @BeforeAll
    static void runUndisturbed() throws IOException {
        study = Command.study(shared, STUDY);
        undisturbed = Command.run(study, shared.resolve("undisturbed"));
    }

    @BeforeEach
    void serve() throws IOException {
        servers = List.of(
                ServerProcess.start(temporary, "--shards", 2, "--checkpoint-dir", kept(0)),
                ServerProcess.start(temporary, "--checkpoint-dir", kept(1)));
    }

    @AfterEach
    void stop() {
        for (ServerProcess server : servers) {
            server.close();
        }
    }

    private Path kept(int server) {
        return temporary.resolve("kept-" + server);
    }

    private Path out() {
        return temporary.resolve("out");
    }

    private String[] run() {
        String addresses = servers.stream().map(ServerProcess::address).toList().toString();
        return new String[] {"run", study.toString(), "--out", out().toString(), "--set", "server=" + addresses};
    }

    private List<Path> checkpoints(int server) {
        try (Stream<Path> files = Files.walk(kept(server))) {
            return files.filter(file -> file.toString().endsWith(".checkpoint"))
                    .sorted(Comparator.comparingLong(ServerRecoveryIT::version).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a file was removed while we looked
        }
    }

    private static long version(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().replaceAll(".*-step-([0-9]+)\\..*", "$1"));
    }

    private boolean isAtStep(long step) {
        return Stream.of(0, 1).allMatch(server -> checkpoints(server).stream().anyMatch(file -> version(file) >= step));
    }

    private void assertUndisturbed() {
        Results results = new Results(out());
        assertThat(results.hashes()).isEqualTo(undisturbed.hashes());
        assertThat(Results.timeless(results.steps(RUN))).isEqualTo(Results.timeless(undisturbed.steps(RUN)));
        assertThat(out().resolve("runs").resolve(RUN).resolve("checkpoint")).doesNotExist();
        assertThat(checkpoints(0)).isEmpty();
        assertThat(checkpoints(1)).isEmpty();
    }

    @Test
    void aServerThatIsKilledAndStartedAgainGoesOnFromItsCheckpoints() throws IOException, InterruptedException {
        try (DriverProcess driver = DriverProcess.start(temporary, run())) {
            driver.await(() -> isAtStep(100));
            servers.get(0).kill();
            servers.get(0).startAgain();

            assertThat(driver.awaitEnd()).as(driver.output()).isZero();
            assertThat(driver.output())
                    .containsPattern(RUN + " lost a party, and waits until all servers are there: .*"
                            + servers.get(0).address())
                    .containsPattern(RUN + " goes on from step [1-9][0-9]+, attempt 2 of 5, because");
        }
        assertUndisturbed();
    }

    /** A run of some seconds, whose order nobody can know beforehand. */
    private String[] runAsynchronously() {
        String[] own = {
            "--set", "sweep={}",
            "--set", "training.virtualWorkers=4",
            "--set", "training.steps=1500",
            "--set", "training.synchronization=async",
            "--set", "training.computeTime={law: exponential, mean: 0.003}"
        };
        return Stream.concat(Stream.of(run()), Stream.of(own)).toArray(String[]::new);
    }

    private Path asynchronous(String file) {
        return out().resolve("runs/seed=3").resolve(file);
    }

    /** What is written of the rows: those that are whole. */
    private List<List<String>> rows() {
        try {
            Path file = asynchronous("steps.csv");
            String text = Files.exists(file) ? Files.readString(file) : "";
            Path whole = Files.writeString(temporary.resolve("rows"), text.substring(0, text.lastIndexOf('\n') + 1));
            return text.isEmpty() ? List.of() : Results.timeless(CsvTable.read(whole));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void underAnotherRuleThanBspWhatWasDecidedStaysDecidedWhoeverIsKilled() throws IOException, InterruptedException {
        String again = "seed=3 does its [0-9]+ updates again with the same pushes in the same order, and goes on";
        List<List<String>> first;
        List<List<String>> second;
        try (DriverProcess driver = DriverProcess.start(temporary, runAsynchronously())) {
            driver.await(() -> rows().size() >= 100);
            servers.get(0).kill();
            first = rows();
            servers.get(0).startAgain();
            driver.await(() -> rows().size() > first.size() + 100);
            driver.kill();
            second = rows();
            assertThat(driver.output()).containsPattern(again + ", attempt 2 of 5, because it lost a party: .*server");
        }

        Command.Outcome outcome = Command.noisescale((Object[]) runAsynchronously());

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).containsPattern(again);
        List<List<String>> last = rows();
        assertThat(last).hasSize(1500);
        assertThat(second).hasSizeBetween(200, 1499).isEqualTo(last.subList(0, second.size()));
        assertThat(first).isEqualTo(second.subList(0, first.size()));
        assertThat(asynchronous("checkpoint")).doesNotExist();
        assertFollowed("server=[]");
        assertFollowed("training.computeTime={law: constant, mean: 0.0001}");
    }

    /** Whoever follows the order that came of it, on the same servers or without them, comes to the same bits. */
    private void assertFollowed(String setting) throws IOException {
        Path target = Files.createTempDirectory(temporary, "followed");
        Stream<String> arguments = Stream.concat(
                        Stream.of(runAsynchronously()),
                        Stream.of("--replay", asynchronous("arrivals.log").toString(), "--set", setting))
                .map(argument -> argument.equals(out().toString()) ? target.toString() : argument);

        Command.Outcome followed = Command.noisescale((Object[]) arguments.toArray(String[]::new));

        assertThat(followed.status()).as(followed.errors()).isZero();
        assertThat(new Results(target).hashes()).isEqualTo(new Results(out()).hashes());
    }

    @Test
    void afterADriverWasKilledADamagedCheckpointIsRefusedByNameAndTheOneBeforeItUsed()
            throws IOException, InterruptedException {
        try (DriverProcess driver = DriverProcess.start(temporary, run())) {
            driver.await(() -> isAtStep(100));
            driver.kill();
        }
        servers.get(0).awaitOutput("is over: the driver is gone");
        servers.get(1).awaitOutput("is over: the driver is gone");
        assertThat(servers.get(1).terminate()).isEqualTo(143);
        Path newest = checkpoints(1).get(0);
        byte[] content = Files.readAllBytes(newest);
        content[content.length / 2] ^= 4;
        Files.write(newest, content);
        servers.get(1).startAgain();

        Command.Outcome outcome = Command.noisescale((Object[]) run());

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(outcome.output())
                .contains("refused: server " + servers.get(1).address() + ": " + newest.getFileName()
                        + " is damaged: its checksum is wrong")
                .containsPattern(RUN + " goes on from step [1-9][0-9]+");
        assertUndisturbed();
    }
}

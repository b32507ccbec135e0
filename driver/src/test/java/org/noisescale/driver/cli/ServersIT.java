package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose shards are in processes of their own. */
@Timeout(180)
class ServersIT {
    private static final String QUADRATIC = """
            name: served-quadratic
            question: Does it matter where the shards are?
            data: {source: quadratic, dimension: 50}
            optimizer: {kind: momentum, learningRate: 0.1}
            training: {workers: 2, virtualWorkers: 4, batchSize: 10, steps: 30, evaluateEvery: 10, seeds: [7]}
            """;

    /** The second evaluation reaches the target. */
    private static final String ADAM = """
            name: served-adam
            question: Does it matter where the shards are?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [32]}
            optimizer: {kind: adam, learningRate: 0.002, averaging: {kind: polyak}}
            training: {workers: 2, virtualWorkers: 4, batchSize: 50, steps: 40, evaluateEvery: 5, seeds: [7],
                       target: {evaluationLoss: 2.25}}
            """;

    private static final String CLIPPED = """
            name: served-clipped
            question: Does it matter where the shards are?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [32]}
            optimizer: {kind: adam, learningRate: 0.002, clipping: {kind: global-norm, threshold: 0.01}}
            training: {workers: 2, virtualWorkers: 4, batchSize: 50, steps: 10, evaluateEvery: 5, seeds: [7]}
            """;

    /** Takes minutes. */
    private static final String ENDLESS = """
            name: served-endless
            question: Does it end?
            data: {source: quadratic, dimension: 50}
            training: {workers: 2, seeds: [1], steps: 3000000}
            """;

    @TempDir
    private static Path shared;

    private static Path token = Path.of("");
    private static List<ServerProcess> servers = List.of();

    @TempDir
    private Path temporary;

    @BeforeAll
    static void serve() throws IOException {
        token = Files.writeString(shared.resolve("token"), "sesame\n");
        servers = List.of(
                ServerProcess.start(shared, "--shards", 2, "--token-file", token),
                ServerProcess.start(shared, "--shards", 1, "--token-file", token));
    }

    @AfterAll
    static void stop() {
        for (ServerProcess server : servers) {
            server.close();
        }
    }

    private static String server(List<ServerProcess> named) {
        return "server=" + named.stream().map(ServerProcess::address).toList();
    }

    private Results embedded(String study) throws IOException {
        return Command.run(
                Command.study(temporary, study), temporary.resolve("embedded"), "--set", "training.shards=2");
    }

    private Results served(String study, List<ServerProcess> on) throws IOException {
        return Command.run(
                Command.study(temporary, study),
                temporary.resolve("on-" + on.size()),
                "--set",
                server(on),
                "--token-file",
                token);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUADRATIC, ADAM, CLIPPED})
    void oneServerAndTwoGiveTheBitsOfTheEmbeddedOne(String study) throws IOException {
        Results embedded = embedded(study);

        Results one = served(study, servers.subList(0, 1));
        Results two = served(study, servers);

        assertThat(Results.timeless(one.summary())).isEqualTo(Results.timeless(embedded.summary()));
        assertThat(Results.timeless(two.summary())).isEqualTo(Results.timeless(embedded.summary()));
        String run = embedded.runs().get(0);
        assertThat(Results.timeless(two.steps(run))).isEqualTo(Results.timeless(embedded.steps(run)));
        assertThat(Files.readString(two.folder().resolve("study.yaml")))
                .contains(servers.get(0).address(), servers.get(1).address())
                .doesNotContain("shards:");
    }

    /** As is done between runs when servers get a new version. */
    @Test
    void serversThatWereStartedAgainOneAfterTheOtherGiveTheSameBits() throws IOException, InterruptedException {
        Results before = served(QUADRATIC, servers.subList(0, 1));

        for (ServerProcess server : servers) {
            assertThat(server.terminate()).isEqualTo(143);
            server.startAgain();
        }

        Results after = served(QUADRATIC, servers);
        assertThat(Results.timeless(after.summary())).isEqualTo(Results.timeless(before.summary()));
    }

    private Command.Outcome refused(String set, Object... further) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(
                "run", Command.study(temporary, QUADRATIC), "--out", temporary.resolve("refused"), "--set", set));
        arguments.addAll(List.of(further));
        Command.Outcome outcome = Command.noisescale(arguments.toArray());
        assertThat(outcome.status()).isEqualTo(2);
        return outcome;
    }

    @Test
    void refusesWhatDoesNotFitTheServersInOneLine() throws IOException {
        Path other = Files.writeString(temporary.resolve("other"), "other");
        String address = servers.get(0).address();

        assertThat(refused(server(servers)).errorLines())
                .containsExactly("noisescale: server " + address
                        + " asks for a token; give the file that holds it with --token-file");
        assertThat(refused(server(servers), "--token-file", other).errorLines())
                .containsExactly("noisescale: server " + address + " refuses this driver: its token is another one");
        assertThat(refused(server(servers), "--token-file", temporary.resolve("none"))
                        .errorLines())
                .containsExactly(
                        "noisescale: --token-file: the token file " + temporary.resolve("none") + " does not exist");
        assertThat(refused(server(servers), "--token-file", token, "--set", "training.shards=2")
                        .errorLines())
                .containsExactly(
                        "noisescale: --set training.shards=2: training.shards must be left out, or 3, which the"
                                + " servers offer together, was 2 in seed=7");
        assertThat(refused("server=[127.0.0.1:1]", "--token-file", token).errorLines())
                .containsExactly("noisescale: server 127.0.0.1:1 does not answer within 2800 ms; is noisescale serve"
                        + " running there, and do UDP packets get through?");
    }

    private void awaitSteps() {
        Path steps = temporary.resolve("endless/runs/seed=1/steps.csv");
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(steps) || steps.toFile().length() < 10_000) {
            assertThat(System.nanoTime()).as("steps are written in time").isLessThan(deadlineNs);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void aServerThatIsKilledEndsARunWithoutFurtherAttemptsWithinSecondsByName()
            throws IOException, InterruptedException {
        try (ServerProcess killed = ServerProcess.start(temporary, "--token-file", token)) {
            String both = server(List.of(servers.get(0), killed));
            Path study = Command.study(temporary, ENDLESS.replace("seeds:", "attempts: 0, seeds:"));
            CompletableFuture<Command.Outcome> running = CompletableFuture.supplyAsync(() -> Command.noisescale(
                    "run", study, "--out", temporary.resolve("endless"), "--set", both, "--token-file", token));
            awaitSteps();

            killed.kill();
            long killedNs = System.nanoTime();
            Command.Outcome outcome = running.join();

            assertThat(System.nanoTime() - killedNs).isLessThan(TimeUnit.SECONDS.toNanos(6));
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.errorLines())
                    .as("the driver or a worker notices it first, and either knows its name")
                    .singleElement()
                    .asString()
                    .startsWith("noisescale: run seed=1 failed: ")
                    .contains("server " + killed.address());
        }
        assertThat(served(QUADRATIC, servers).runs()).hasSize(1);
    }

    @Test
    void aDriverThatIsKilledLosesItsRunAndTheServersGoOn() throws IOException {
        try (DriverProcess driver = DriverProcess.start(temporary, driver())) {
            awaitSteps();
            driver.kill();
        }

        servers.get(0).awaitOutput("is over: the driver is gone: nothing was heard of it for 2500 ms");
        servers.get(1).awaitOutput("is over: the driver is gone: nothing was heard of it for 2500 ms");
        assertThat(served(QUADRATIC, servers).runs()).hasSize(1);
    }

    private String[] driver() throws IOException {
        return new String[] {
            "run",
            Command.study(temporary, ENDLESS).toString(),
            "--quiet",
            "--token-file",
            token.toString(),
            "--out",
            temporary.resolve("endless").toString(),
            "--set",
            server(servers)
        };
    }

    @Test
    void aServerThatIsAskedToEndLeavesNothingBehind() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(temporary)) {
            assertThat(server.output())
                    .contains("1 shard for each run, for any driver")
                    .hasLineCount(1);

            int status = server.terminate();

            assertThat(status).isEqualTo(143);
            assertThat(server.memory()).isEmptyDirectory();
        }
    }
}

package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.checkpoint.CheckpointFolder;
import org.noisescale.parameterserver.control.Durability;
import org.noisescale.parameterserver.control.LoopbackPorts;
import org.noisescale.parameterserver.control.RemoteParameterServer;
import org.noisescale.parameterserver.control.RunServer;
import org.noisescale.parameterserver.control.RunStart;
import org.noisescale.parameterserver.control.RunSurvey;
import org.noisescale.parameterserver.control.ServerLinks;
import org.noisescale.parameterserver.control.ServerWatch;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.ServerAddress;

/** Runs on two servers that keep checkpoints, all in this JVM: one shard on the first, two on the second. */
@Timeout(120)
final class ResumedRunsIT {
    private static final ToyProblem PROBLEM = ToyProblem.small(4, 30).clipped().averaged();
    private static final Durability EVERY_FIVE = new Durability("a1".repeat(32), 5);
    private static final Durability ANOTHER = new Durability("b2".repeat(32), 5);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final CheckpointFolder.Limits LIMITS = new CheckpointFolder.Limits(1 << 24, Duration.ofDays(7));

    private final AeronNode node = AeronNode.open();
    private final ServerPlan plan = PROBLEM.plan(2, 3);
    private final List<RunServer> servers = new ArrayList<>();
    private List<ServerAddress> addresses = List.of();

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        addresses = List.of(LoopbackPorts.free(), LoopbackPorts.free());
        start(0);
        start(1);
    }

    private void start(int server) throws IOException {
        Path kept = folder.resolve("server-" + server);
        CheckpointFolder checkpoints = CheckpointFolder.open(kept, LIMITS, Clock.systemUTC());
        servers.add(
                server,
                new RunServer(
                        addresses.get(server),
                        1 + server,
                        Optional.empty(),
                        node,
                        Optional.of(checkpoints),
                        ServerWatch.NONE));
    }

    @AfterEach
    void close() {
        servers.forEach(RunServer::close);
        node.close();
    }

    private void restart(int server) throws IOException {
        servers.remove(server).close();
        start(server);
    }

    private ServerLinks connect() throws InterruptedException {
        return ServerLinks.connect(addresses, Optional.empty(), node);
    }

    private RemoteParameterServer open(ServerLinks links, RunStart start, RunListener listener)
            throws InterruptedException {
        RemoteParameterServer.Site site = new RemoteParameterServer.Site(node, LoopbackPorts.free(), false);
        return RemoteParameterServer.open(links, plan, start, PROBLEM.start(), site, listener);
    }

    private ToyWorker worker(int rank, RemoteParameterServer run) {
        return new ToyWorker(PROBLEM, plan, rank, run.channels());
    }

    /** Trains from a version to the end; what is evaluated there. */
    private float[] finish(ServerLinks links, RunStart start)
            throws InterruptedException, ExecutionException, TimeoutException {
        RecordingListener told = new RecordingListener();
        try (RemoteParameterServer run = open(links, start, told);
                ToyCluster cluster = new ToyCluster()
                        .start(worker(0, run).from(start.version()).evaluatingEvery(ToyProblem.EVALUATE_EVERY))
                        .start(worker(1, run).from(start.version()).evaluatingEvery(ToyProblem.EVALUATE_EVERY))) {
            assertThat(cluster.result(1)).isEqualTo(cluster.result(0));
            long evaluations =
                    PROBLEM.steps() / ToyProblem.EVALUATE_EVERY - start.version() / ToyProblem.EVALUATE_EVERY;
            told.await((int) (PROBLEM.steps() - start.version() + evaluations));
            assertThat(told.failures()).isEmpty();
            return run.average();
        }
    }

    /** Trains so many steps and leaves. */
    private void leaveAfter(int steps, Durability durability) throws InterruptedException, TimeoutException {
        RecordingListener told = new RecordingListener();
        try (ToyCluster cluster = new ToyCluster()) {
            try (ServerLinks links = connect();
                    RemoteParameterServer run = open(links, new RunStart(0, durability), told)) {
                cluster.start(worker(0, run).pushingOnly(steps))
                        .start(worker(1, run).pushingOnly(steps));
                told.await(steps);
            }
            assertThat(cluster.failure(0)).isInstanceOf(RunAbortedException.class);
        }
    }

    private static RunSurvey survey(ServerLinks links) throws InterruptedException {
        return links.survey(EVERY_FIVE.run(), LIMIT);
    }

    private List<Path> files(int server) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("server-" + server))) {
            return files.filter(file -> file.toString().endsWith(".checkpoint"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRunGoesOnFromAnyVersionThatRestartedServersHaveToTheSameBits()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        float[] expected;
        try (ServerLinks links = connect()) {
            expected = finish(links, RunStart.NEW);
        }
        leaveAfter(13, EVERY_FIVE);
        restart(0);
        restart(1);

        try (ServerLinks links = connect()) {
            assertThat(survey(links).versions())
                    .as("every five steps, and where it was left")
                    .containsExactly(13L, 10L, 5L);
            assertThat(finish(links, new RunStart(13, EVERY_FIVE))).isEqualTo(expected);
            assertThat(survey(links).versions()).containsExactly(25L, 20L, 15L, 13L);
            assertThat(finish(links, new RunStart(15, EVERY_FIVE))).isEqualTo(expected);
        }
    }

    @Test
    void whatIsDamagedOnOneServerIsRefusedByNameAndUsableOnNone()
            throws IOException, InterruptedException, TimeoutException {
        leaveAfter(13, EVERY_FIVE);
        restart(1);
        Path newest = files(1).stream()
                .filter(file -> file.toString().endsWith("shard-2-step-13.checkpoint"))
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(newest);
        content[content.length / 2] ^= 1;
        Files.write(newest, content);

        try (ServerLinks links = connect()) {
            assertThat(survey(links))
                    .isEqualTo(new RunSurvey(
                            List.of(10L, 5L),
                            List.of("server " + addresses.get(1)
                                    + ": shard-2-step-13.checkpoint is damaged: its checksum is wrong"),
                            List.of()));
        }
    }

    @Test
    void runsSeeOnlyTheirOwnAndForgettingOneLeavesTheOther()
            throws IOException, InterruptedException, TimeoutException {
        leaveAfter(7, EVERY_FIVE);
        leaveAfter(6, ANOTHER);
        try (ServerLinks links = connect()) {
            assertThat(survey(links).versions()).containsExactly(7L, 5L);

            links.forget(ANOTHER.run());

            assertThat(links.survey(ANOTHER.run(), LIMIT).versions()).isEmpty();
            assertThat(survey(links).versions()).containsExactly(7L, 5L);
        }
        assertThat(files(0)).hasSize(2);
        assertThat(files(1)).hasSize(4);
    }

    @Test
    void aRunIsInOneDriversHandsAtATime() throws InterruptedException {
        try (ServerLinks links = connect();
                ServerLinks others = connect();
                RemoteParameterServer run = open(links, new RunStart(0, EVERY_FIVE), new RecordingListener())) {
            assertThat(run.isFaulty()).isFalse();

            assertThatThrownBy(() -> survey(others))
                    .isInstanceOf(RunAbortedException.class)
                    .hasMessage("server " + addresses.get(0)
                            + " does not say which checkpoints it has: another driver has it open");
        }
    }

    @Test
    void aVersionThatAServerDoesNotHaveIsRefused() throws InterruptedException {
        try (ServerLinks links = connect()) {
            assertThatThrownBy(() -> open(links, new RunStart(5, EVERY_FIVE), new RecordingListener()))
                    .isInstanceOf(RunAbortedException.class)
                    .hasMessage("server " + addresses.get(0) + " refuses the run: the run cannot be opened:"
                            + " shard-0-step-5.checkpoint is not there");
        }
    }
}

package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.parameterserver.control.LoopbackPorts;
import org.noisescale.parameterserver.control.RemoteParameterServer;
import org.noisescale.parameterserver.control.RunServer;
import org.noisescale.parameterserver.control.ServerLinks;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;

/** Runs on two servers, all in this JVM: one shard on the first, two on the second. */
@Timeout(120)
final class RemoteRunsIT {
    private static final ToyProblem PROBLEM = ToyProblem.small(4, 30).clipped().averaged();

    /** Of a listener: the steps and their evaluations. */
    private static final int CALLS = (int) (PROBLEM.steps() + PROBLEM.steps() / ToyProblem.EVALUATE_EVERY);

    private final AeronNode node = AeronNode.open();
    private List<ServerAddress> addresses = List.of();
    private List<RunServer> servers = List.of();

    @BeforeEach
    void serve() {
        addresses = List.of(LoopbackPorts.free(), LoopbackPorts.free());
        servers = List.of(
                new RunServer(addresses.get(0), 1, Optional.empty(), node),
                new RunServer(addresses.get(1), 2, Optional.empty(), node));
    }

    @AfterEach
    void close() {
        servers.forEach(RunServer::close);
        node.close();
    }

    private ServerLinks connect() throws InterruptedException {
        return ServerLinks.connect(addresses, Optional.empty(), node);
    }

    private RemoteParameterServer open(ServerLinks links, ServerPlan plan, RunListener listener)
            throws InterruptedException {
        RemoteParameterServer.Site site = new RemoteParameterServer.Site(node, LoopbackPorts.free(), false);
        return RemoteParameterServer.open(links, plan, PROBLEM.start(), site, listener);
    }

    private static ToyCluster cluster(ServerPlan plan, RunChannels channels) {
        ToyCluster cluster = new ToyCluster();
        for (int rank = 0; rank < plan.parties().workers(); rank++) {
            cluster.start(new ToyWorker(PROBLEM, plan, rank, channels).evaluatingEvery(ToyProblem.EVALUATE_EVERY));
        }
        return cluster;
    }

    private static float[] embedded(AeronNode node) throws InterruptedException, ExecutionException, TimeoutException {
        ServerPlan plan = PROBLEM.plan(2, 1);
        RunChannels channels = RunChannels.ipc(1 << 26);
        RecordingListener told = new RecordingListener();
        try (ParameterServer server = new EmbeddedParameterServer(plan, PROBLEM.start(), node, channels, told);
                ToyCluster cluster = cluster(plan, channels)) {
            cluster.result(0);
            cluster.result(1);
            return server.average();
        }
    }

    @Test
    void twoDriversAtOnceGetTheBitsOfTheEmbeddedServerAndSeeNothingOfEachOther()
            throws InterruptedException, ExecutionException, TimeoutException {
        float[] expected = embedded(node);
        ServerPlan plan = PROBLEM.plan(2, 3);
        RecordingListener first = new RecordingListener();
        RecordingListener second = new RecordingListener();
        try (ServerLinks links = connect();
                ServerLinks others = connect();
                RemoteParameterServer one = open(links, plan, first);
                RemoteParameterServer two = open(others, plan, second);
                ToyCluster ones = cluster(plan, one.channels());
                ToyCluster twos = cluster(plan, two.channels())) {
            float[] held = ones.result(0);
            assertThat(ones.result(1)).isEqualTo(held);
            assertThat(twos.result(0)).isEqualTo(held);
            first.await(CALLS);
            second.await(CALLS);
            assertThat(one.stop()).isEqualTo(held);
            assertThat(two.stop()).isEqualTo(held);
            assertThat(two.average()).isEqualTo(expected).isEqualTo(one.average());
            assertThat(first.reports()).isEqualTo(second.reports()).hasSize((int) PROBLEM.steps());
        }
        assertThat(first.failures()).isEmpty();
    }

    @Test
    void aServerThatStopsEndsTheRunEverywhereByName() throws InterruptedException, TimeoutException {
        ServerPlan plan = PROBLEM.plan(2, 3);
        RecordingListener told = new RecordingListener();
        try (ServerLinks links = connect();
                RemoteParameterServer run = open(links, plan, told);
                ToyCluster cluster = new ToyCluster()
                        .start(new ToyWorker(PROBLEM, plan, 0, run.channels()).pushingOnly(5))
                        .start(new ToyWorker(PROBLEM, plan, 1, run.channels()).pushingOnly(5))) {
            told.await(5);

            servers.get(1).close();

            assertThat(cluster.failure(0)).isInstanceOf(RunAbortedException.class);
            assertThat(cluster.failure(1)).isInstanceOf(RunAbortedException.class);
            told.awaitFailure();
            // The server's own word, or that of a shard elsewhere that lost its connection: whoever notices first.
            assertThat(told.failures())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .matches("(server %1$s is gone: it was stopped|the connection to shard 1 of server %1$s was lost.*)"
                            .formatted(addresses.get(1)));
        }
    }

    @Test
    void aRunThatAServerCannotHostIsRefusedWithItsReason() throws InterruptedException {
        ServerPlan plan = PROBLEM.plan(2, 2);
        try (ServerLinks links = connect()) {
            assertThatThrownBy(() -> open(links, plan, new RecordingListener()))
                    .hasMessage("shards must be the 3 of all servers, was 2");
        }
    }
}

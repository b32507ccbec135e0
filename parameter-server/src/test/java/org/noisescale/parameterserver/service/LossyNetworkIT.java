package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.FreePorts;
import org.noisescale.parameterserver.transport.LossyLink;
import org.noisescale.parameterserver.transport.RunChannels;

/** Loss, delay, pauses and moves cost time, and never a bit. */
@Timeout(180)
final class LossyNetworkIT {
    private static final ToyParty.Size SIZE = new ToyParty.Size(2, 20_000, 30);
    private static final LossyLink.Quality POOR = new LossyLink.Quality(0.005, Duration.ofMillis(5), 17);
    /** A second address of this machine; Linux has all of 127.0.0.0/8 on the loopback interface. */
    private static final String FRONT = "127.0.0.2";

    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    private Path temporary;

    /** The hash of the same run within this JVM, without a network. */
    private static String undisturbed() throws InterruptedException, ExecutionException, TimeoutException {
        RunChannels channels = RunChannels.ipc(1 << 26);
        try (ToyCluster cluster = ToyCluster.of(SIZE.problem(), SIZE.plan(), channels)) {
            String hash = ToyParty.hash(ToyParty.serve(SIZE, channels));
            assertThat(ToyParty.hash(cluster.result(0))).isEqualTo(hash);
            return hash;
        }
    }

    private static void assumeTwoLoopbackAddresses() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(FRONT))) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException e) {
            Assumptions.abort("no second loopback address");
        }
    }

    private PartyProcess worker(List<String> before, List<String> flags, String host, int port, int rank) {
        return slowWorker(before, flags, host, port, rank, 0);
    }

    private PartyProcess worker(String host, int port, int rank) {
        return worker(List.of(), List.of(), host, port, rank);
    }

    /** A worker that computes for so many milliseconds at {@link ToyParty#SLOW_STEP}. */
    private PartyProcess slowWorker(
            List<String> before, List<String> flags, String host, int port, int rank, int slowMs) {
        return PartyProcess.start(
                temporary,
                before,
                flags,
                "worker",
                host,
                port,
                SIZE.workers(),
                SIZE.length(),
                SIZE.steps(),
                rank,
                slowMs);
    }

    @Test
    void aRunOverALinkThatLosesAndDelaysHasTheSameBits()
            throws InterruptedException, ExecutionException, TimeoutException {
        assumeTwoLoopbackAddresses();
        int port = FreePorts.next();
        try (LossyLink link =
                        new LossyLink(FRONT, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POOR);
                PartyProcess first = worker(FRONT, port, 0);
                PartyProcess second = worker(FRONT, port, 1)) {
            RunChannels channels = RunChannels.udp("127.0.0.1", port, 1_000).sizedFor(SIZE.workers(), 2);

            String hash = ToyParty.hash(ToyParty.serve(SIZE, channels));

            assertThat(hash).isEqualTo(undisturbed());
            assertThat(first.hash()).isEqualTo(hash);
            assertThat(second.hash()).isEqualTo(hash);
            long[] datagrams = link.end();
            assertThat(datagrams[1]).isPositive();
            assertThat((double) datagrams[1] / datagrams[0]).isBetween(0.002, 0.01);
        }
    }

    @Test
    void aRunBetweenNetworkNamespacesHasTheSameBits()
            throws InterruptedException, ExecutionException, TimeoutException {
        try (NetworkNamespaces network = NetworkNamespaces.make()) {
            int port = FreePorts.next();
            String front = network.workersGateway();
            try (PartyProcess link = PartyProcess.start(
                            temporary, List.of(), List.of(), "link", front, port, network.serverAddress(), 0.005, 5);
                    PartyProcess server = PartyProcess.start(
                            temporary,
                            network.inServer(),
                            List.of(),
                            "server",
                            network.serverAddress(),
                            port,
                            SIZE.workers(),
                            SIZE.length(),
                            SIZE.steps());
                    PartyProcess first = worker(network.inWorkers(), List.of(), front, port, 0);
                    PartyProcess second = worker(network.inWorkers(), List.of(), front, port, 1)) {
                assertThat(server.hash()).as(link.output()).isEqualTo(undisturbed());
                assertThat(first.hash()).isEqualTo(undisturbed());
                assertThat(second.hash()).isEqualTo(undisturbed());
            }
        }
    }

    @Test
    void aNameThatComesToMeanAnotherAddressIsFollowed()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        assumeTwoLoopbackAddresses();
        Path hosts = temporary.resolve("hosts");
        Files.writeString(hosts, "127.0.0.3 server\n");
        List<String> flags = List.of(
                "-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1");
        int port = FreePorts.next();
        try (PartyProcess first = worker(List.of(), flags, "server", port, 0);
                PartyProcess second = worker(List.of(), flags, "server", port, 1)) {
            awaitMediaDrivers(first, second);
            Path moved = Files.writeString(temporary.resolve("moved"), "127.0.0.1 server\n");
            Files.move(moved, hosts, StandardCopyOption.ATOMIC_MOVE);

            String hash = ToyParty.hash(ToyParty.serve(
                    SIZE, RunChannels.udp("127.0.0.1", port, 1_000).sizedFor(SIZE.workers(), 2)));

            assertThat(hash).isEqualTo(undisturbed());
            assertThat(first.hash()).isEqualTo(hash);
            assertThat(second.hash()).isEqualTo(hash);
        }
    }

    /** Their first look at the hosts is over when they send to where the server was. */
    private static void awaitMediaDrivers(PartyProcess... parties) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (PartyProcess party : parties) {
            while (!party.hasSockets()) {
                assertThat(System.nanoTime()).as(party.output()).isLessThan(deadlineNs);
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Test
    void aPauseOfASecondIsNoDeathAndADeathIsNoticedWithinThree() throws InterruptedException {
        int port = FreePorts.next();
        RunChannels channels = RunChannels.udp("127.0.0.1", port, 1_000).sizedFor(SIZE.workers(), 2);
        try (AeronNode node = AeronNode.open();
                AeronSource pushes = node.pushSource(channels, 0);
                PartyProcess worker = worker("127.0.0.1", port, 0)) {
            assertThat(becomes(pushes, 1, Duration.ofSeconds(60))).isTrue();

            worker.signal("STOP");
            boolean alarmed = becomes(pushes, 0, Duration.ofSeconds(1));
            worker.signal("CONT");
            alarmed |= becomes(pushes, 0, Duration.ofSeconds(3));
            assertThat(alarmed).isFalse();

            worker.signal("KILL");
            assertThat(becomes(pushes, 0, Duration.ofSeconds(3))).isTrue();
        }
    }

    private static void awaitSteps(RecordingListener told, int steps) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (told.reports().size() < steps) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            assertThat(told.failures()).isEmpty();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Known within three seconds, and said to the others, which end. */
    private static void assertKnownSoon(long beganNs, RecordingListener told, String name, PartyProcess... others)
            throws InterruptedException {
        told.awaitFailure();
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(SOON);
        assertThat(told.failures()).singleElement().asString().containsPattern(name);
        for (PartyProcess other : others) {
            assertThat(other.endsWithin(SOON)).as(other.output()).isTrue();
            assertThat(other.output()).contains("RunAbortedException").containsPattern("lost");
        }
    }

    @Test
    void aWorkerThatComputesForLongIsHealthyAndOneThatFallsSilentIsNamed() throws InterruptedException {
        int port = FreePorts.next();
        RunChannels channels = RunChannels.udp("127.0.0.1", port, 1_000).sizedFor(SIZE.workers(), 2);
        RecordingListener told = new RecordingListener();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(SIZE.plan(), SIZE.problem().start(), node, channels, told);
                PartyProcess first = slowWorker(List.of(), List.of(), "127.0.0.1", port, 0, 3_000);
                PartyProcess second = slowWorker(List.of(), List.of(), "127.0.0.1", port, 1, 60_000)) {
            awaitSteps(told, ToyParty.SLOW_STEP);
            assertThat(first.endsWithin(Duration.ofMillis(2_800))).isFalse();
            assertThat(told.failures()).isEmpty();
            second.signal("STOP");
            long stoppedNs = System.nanoTime();

            assertKnownSoon(stoppedNs, told, "worker 1 at 127.0.0.1", first);
            assertThat(server.isFaulty()).isFalse();
        }
    }

    @Test
    void workersThatAreCutOffAreNamedAndNoticeIt() throws InterruptedException {
        try (NetworkNamespaces network = NetworkNamespaces.make()) {
            int port = FreePorts.next();
            String gateway = network.workersGateway();
            RunChannels channels = RunChannels.udp(gateway, port, 1_000).sizedFor(SIZE.workers(), 2);
            RecordingListener told = new RecordingListener();
            try (AeronNode node = AeronNode.open();
                    EmbeddedParameterServer server = new EmbeddedParameterServer(
                            SIZE.plan(), SIZE.problem().start(), node, channels, told);
                    PartyProcess first = slowWorker(network.inWorkers(), List.of(), gateway, port, 0, 0);
                    PartyProcess second = slowWorker(network.inWorkers(), List.of(), gateway, port, 1, 60_000)) {
                awaitSteps(told, ToyParty.SLOW_STEP);
                network.cutWorkersOff();

                assertKnownSoon(System.nanoTime(), told, "worker [01] at 10.", first);
                assertThat(server.isFaulty()).isFalse();
                assertThat(second.endsWithin(Duration.ZERO)).isFalse();
            }
        }
    }

    private static boolean becomes(AeronSource source, int senders, Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (source.senders() != senders) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    @Test
    void aPauseOfAWorkerOnlyDelaysTheOthers() throws InterruptedException, ExecutionException, TimeoutException {
        int port = FreePorts.next();
        RunChannels channels = RunChannels.udp("127.0.0.1", port, 1_000).sizedFor(SIZE.workers(), 2);
        RecordingListener told = new RecordingListener();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(SIZE.plan(), SIZE.problem().start(), node, channels, told);
                PartyProcess first = worker("127.0.0.1", port, 0);
                PartyProcess second = worker("127.0.0.1", port, 1)) {
            told.await(5);
            second.signal("STOP");
            assertThat(second.endsWithin(Duration.ofSeconds(1))).isFalse();
            second.signal("CONT");
            told.await(SIZE.steps() - 5 + 1);

            String hash = ToyParty.hash(server.stop());
            assertThat(hash).isEqualTo(undisturbed());
            assertThat(first.hash()).isEqualTo(hash);
            assertThat(second.hash()).isEqualTo(hash);
            assertThat(told.failures()).isEmpty();
        }
    }
}

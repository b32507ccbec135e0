package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** Whole trainings whose end the listener decides. */
@Timeout(60)
final class JudgedRunIT {
    private static final ToyProblem PROBLEM = ToyProblem.small(6, 400);
    /** A loss per example that is reached after some tens of steps. */
    private static final double TARGET = 750;

    private static final AtomicInteger NEXT_STREAM = new AtomicInteger(500_000);

    private static RunChannels channels(String transport) throws SocketException {
        int stream = NEXT_STREAM.getAndAdd(RunChannels.STREAMS_MAX);
        RunChannels plain =
                transport.equals("udp") ? RunChannels.udp("127.0.0.1", freePort(), stream) : RunChannels.ipc(stream);
        return plain.withVerdicts();
    }

    private static int freePort() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return Math.min(socket.getLocalPort(), (1 << 16) - 3);
        }
    }

    private static boolean isReached(EvaluationSum sum) {
        return sum.lossSum() / sum.examples() <= TARGET;
    }

    private static ToyCluster cluster(ServerPlan plan, RunChannels channels, int evaluateEvery) {
        ToyCluster cluster = new ToyCluster();
        for (int rank = 0; rank < plan.parties().workers(); rank++) {
            cluster.start(new ToyWorker(PROBLEM, plan, rank, channels).evaluatingEvery(evaluateEvery));
        }
        return cluster;
    }

    /** The server's parameters at the end, which are the workers'. */
    private static float[] train(RecordingListener told, int workers, int shards, String transport)
            throws InterruptedException, ExecutionException, TimeoutException, SocketException {
        ServerPlan plan = PROBLEM.plan(workers, shards);
        RunChannels channels = channels(transport);
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, PROBLEM.start(), node, channels, told);
                ToyCluster cluster = cluster(plan, channels, 5)) {
            float[] held = cluster.result(0);
            for (int rank = 1; rank < workers; rank++) {
                assertThat(cluster.result(rank)).isEqualTo(held);
            }
            assertThat(server.stop()).isEqualTo(held);
            assertThat(told.failures()).isEmpty();
            return held;
        }
    }

    @ParameterizedTest(name = "{0} workers, {1} shards, {2}")
    @CsvSource({"1, 2, ipc", "3, 1, ipc", "4, 3, ipc", "2, 2, udp"})
    void endsAtTheSameEvaluationWithTheSameBitsForAnyNumberOfWorkersAndShardsAndAnyTransport(
            int workers, int shards, String transport)
            throws InterruptedException, ExecutionException, TimeoutException, SocketException {
        RecordingListener reference = RecordingListener.endingWhere(JudgedRunIT::isReached);
        RecordingListener told = RecordingListener.endingWhere(JudgedRunIT::isReached);

        float[] expected = train(reference, 1, 1, "ipc");
        float[] parameters = train(told, workers, shards, transport);

        assertThat(parameters).isEqualTo(expected);
        assertThat(told.evaluations()).isEqualTo(reference.evaluations()).hasSizeBetween(2, 70);
        EvaluationSum last = told.evaluations().get(told.evaluations().size() - 1);
        assertThat(told.evaluations()).allMatch(sum -> isReached(sum) == sum.equals(last));
    }

    @Test
    void goesOnToTheLastStepIfNoEvaluationIsTheEnd()
            throws InterruptedException, ExecutionException, TimeoutException, SocketException {
        RecordingListener told = new RecordingListener();

        train(told, 2, 1, "ipc");

        assertThat(told.evaluations()).hasSize(80);
    }

    @Test
    void aVerdictThatDoesNotComeEndsTheWaitWithItsName()
            throws InterruptedException, TimeoutException, SocketException {
        ServerPlan plan = PROBLEM.plan(2, 1, new BulkSynchronousPolicy(), Duration.ofMillis(700));
        RunChannels channels = channels("ipc");
        RecordingListener told = new RecordingListener();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, PROBLEM.start(), node, channels, told);
                ToyCluster cluster = new ToyCluster()) {
            cluster.start(new ToyWorker(PROBLEM, plan, 0, channels).evaluatingEvery(5))
                    .start(new ToyWorker(PROBLEM, plan, 1, channels).evaluatingEvery(1_000));

            Throwable waited = cluster.failure(0);

            assertThat(waited).isInstanceOf(RunAbortedException.class).hasMessageContaining("at step 6");
            assertThat(told.evaluations()).isEmpty();
            assertThat(server.stop()).hasSize(1000);
        }
    }
}

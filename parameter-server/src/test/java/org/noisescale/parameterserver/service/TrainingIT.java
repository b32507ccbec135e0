package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** Whole trainings over a real media driver. */
@Timeout(60)
final class TrainingIT {
    private static final int V = 6;
    private static final int STEPS = 50;
    private static final AtomicInteger NEXT_STREAM = new AtomicInteger(1000);

    private static Run reference = new Run(new float[0], List.of(), List.of());

    /** What a run leaves: the server's parameters and what the listener was told. */
    private record Run(FloatVector parameters, List<StepReport> reports, List<EvaluationSum> evaluations) {
        private Run(float[] parameters, List<StepReport> reports, List<EvaluationSum> evaluations) {
            this(new FloatVector(parameters), reports, evaluations);
        }
    }

    private static final class FloatVector {
        private final float[] values;

        private FloatVector(float[] values) {
            this.values = values;
        }
    }

    private static RunChannels ipc() {
        return RunChannels.ipc(NEXT_STREAM.getAndAdd(RunChannels.STREAMS_MAX));
    }

    /** Three free ports in a row on the loopback interface. */
    private static RunChannels udp() {
        for (int port = 21_000; port < 60_000; port += 3) {
            if (IntStream.range(port, port + 3).allMatch(TrainingIT::isFree)) {
                return RunChannels.udp("127.0.0.1", port, NEXT_STREAM.getAndAdd(RunChannels.STREAMS_MAX));
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static Run train(ToyProblem problem, int workers, int shards, RunChannels channels)
            throws InterruptedException, ExecutionException, TimeoutException {
        ServerPlan plan = problem.plan(workers, shards);
        RecordingListener told = new RecordingListener();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, problem.start(), node, channels, told);
                ToyCluster cluster = ToyCluster.of(problem, plan, channels)) {
            List<float[]> held = new ArrayList<>();
            for (int rank = 0; rank < workers; rank++) {
                held.add(cluster.result(rank));
            }
            told.await((int) problem.steps() + 1);
            float[] parameters = server.stop();
            assertThat(held).allSatisfy(vector -> assertThat(vector).isEqualTo(parameters));
            assertThat(told.failures()).isEmpty();
            return new Run(parameters, told.reports(), told.evaluations());
        }
    }

    @BeforeAll
    static void trainWithOneWorkerAndOneShard() throws InterruptedException, ExecutionException, TimeoutException {
        reference = train(ToyProblem.small(V, STEPS), 1, 1, ipc());
    }

    @ParameterizedTest(name = "{0} workers, {1} shards, {2}")
    @CsvSource({"2, 1, ipc", "2, 2, ipc", "3, 3, ipc", "4, 2, ipc", "1, 1, udp", "3, 2, udp", "4, 3, udp"})
    void parametersAndReportsHaveTheSameBitsForAnyNumberOfWorkersAndShardsAndAnyTransport(
            int workers, int shards, String transport)
            throws InterruptedException, ExecutionException, TimeoutException {
        RunChannels channels = transport.equals("udp") ? udp() : ipc();

        Run run = train(ToyProblem.small(V, STEPS), workers, shards, channels);

        assertThat(run.parameters.values).isEqualTo(reference.parameters.values);
        assertThat(run.reports).isEqualTo(reference.reports);
        assertThat(run.evaluations).isEqualTo(reference.evaluations);
    }

    @ParameterizedTest(name = "{0} workers, {1} shards, {2}")
    @CsvSource({"1, 2, ipc", "2, 5, ipc", "4, 1, ipc", "2, 2, udp", "4, 5, udp"})
    void clippingByGlobalNormHasTheSameBitsForAnyNumberOfWorkersAndShardsAndAnyTransport(
            int workers, int shards, String transport)
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem clipped = ToyProblem.small(V, STEPS).clipped();
        Run plain = train(clipped, 1, 1, ipc());
        assertThat(plain.parameters.values).isNotEqualTo(reference.parameters.values);

        Run run = train(clipped, workers, shards, transport.equals("udp") ? udp() : ipc());

        assertThat(run.parameters.values).isEqualTo(plain.parameters.values);
        assertThat(run.reports).isEqualTo(plain.reports);
    }

    @Test
    void theListenerIsToldEveryStepInOrderAndTheEvaluation() {
        assertThat(reference.reports)
                .extracting(StepReport::step)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, STEPS).mapToObj(Long::valueOf).toList());
        assertThat(reference.evaluations).containsExactly(new EvaluationSum(60, 15, 42));
    }

    @Test
    void lossAndNoiseAreThoseOfTheDefinition() {
        ToyProblem problem = ToyProblem.small(V, STEPS);
        float[] gradient = new float[problem.layout().length()];
        double[][] sums = new double[V][gradient.length];
        double loss = 0;
        double examples = 0;
        for (int v = 0; v < V; v++) {
            loss += problem.evaluateInto(gradient, problem.start(), 0, v);
            examples += problem.examples(v);
            for (int i = 0; i < gradient.length; i++) {
                boolean trainable = i < 200 || i >= 400;
                sums[v][i] = trainable ? gradient[i] : 0;
            }
        }
        double trace = 0;
        double norm = 0;
        for (int i = 0; i < gradient.length; i++) {
            int index = i;
            double mean = IntStream.range(0, V).mapToDouble(v -> sums[v][index]).sum() / examples;
            norm += mean * mean;
            for (int v = 0; v < V; v++) {
                double deviation = sums[v][i] / problem.examples(v) - mean;
                trace += problem.examples(v) * deviation * deviation / (V - 1);
            }
        }

        StepReport first = reference.reports.get(0);
        assertThat(first.examples()).isEqualTo((long) examples);
        assertThat(first.loss()).isCloseTo(loss / examples, within(1e-9 * loss));
        assertThat(first.learningRate()).isEqualTo(0.05);
        assertThat(first.total().noiseTrace()).isCloseTo(trace, within(1e-4 * trace));
        assertThat(first.total().gradientNormSquared()).isCloseTo(norm - trace / examples, within(1e-5 * norm));
        assertThat(first.segments()).hasSize(3);
    }

    @Test
    void trainingLowersTheLoss() {
        assertThat(reference.reports.get(STEPS - 1).loss())
                .isLessThan(0.5 * reference.reports.get(0).loss());
    }

    /** Twelve megabytes each way and step, through windows of half a megabyte. */
    @ParameterizedTest
    @CsvSource({"2, 2, ipc", "2, 1, udp"})
    void aLargeModelFlowsThroughSmallWindows(int workers, int shards, String transport)
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem large = new ToyProblem(Layouts.ofLength(3_000_000), 2, 3);

        Run run = train(large, workers, shards, transport.equals("udp") ? udp() : ipc());

        assertThat(run.reports).hasSize(3);
        assertThat(new ChunkPlan(large.layout()).chunkCount()).isGreaterThan(300);
        assertThat(large.layout().segments().get(0).kind()).isEqualTo(Segment.Kind.WEIGHT);
    }
}

package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** Runs that evaluate the average of the parameters, over a real media driver. */
@Timeout(60)
final class AveragingIT {
    private static final int V = 4;
    private static final long STEPS = 50;

    /** What is left of a run. */
    private record Outcome(List<Float> parameters, List<Float> average, List<EvaluationSum> evaluations) {}

    private static List<Float> list(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return List.of(boxed);
    }

    private static Outcome run(ToyProblem problem, int workers, int shards, int stream)
            throws InterruptedException, ExecutionException, TimeoutException {
        RunChannels channels = RunChannels.ipc((1 << 22) + stream * RunChannels.STREAMS_MAX);
        ServerPlan plan = problem.plan(workers, shards);
        RecordingListener listener = new RecordingListener();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, problem.start(), node, channels, listener);
                ToyCluster cluster = new ToyCluster()) {
            for (int rank = 0; rank < workers; rank++) {
                cluster.start(new ToyWorker(problem, plan, rank, channels).evaluatingEvery(ToyProblem.EVALUATE_EVERY));
            }
            for (int rank = 0; rank < workers; rank++) {
                cluster.result(rank);
            }
            listener.await((int) (STEPS + STEPS / ToyProblem.EVALUATE_EVERY));
            return new Outcome(list(server.stop()), list(server.average()), listener.evaluations());
        }
    }

    private static double loss(ToyProblem problem, List<Float> parameters) {
        float[] values = new float[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.get(i);
        }
        double loss = 0;
        for (int v = 0; v < V; v++) {
            loss += problem.evaluateInto(new float[values.length], values, STEPS, v);
        }
        return loss;
    }

    @ParameterizedTest(name = "{0} workers, {1} shards")
    @CsvSource({"1, 1", "2, 3", "4, 2"})
    void workersEvaluateTheAverageAndTrainOnAsIfThereWereNone(int workers, int shards)
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem plain = ToyProblem.small(V, STEPS);
        Outcome reference = run(plain, 1, 1, workers * 10);
        Outcome single = run(plain.averaged(), 1, 1, workers * 10 + 1);

        Outcome averaged = run(plain.averaged(), workers, shards, workers * 10 + 2);

        assertThat(averaged.parameters).isEqualTo(reference.parameters);
        assertThat(averaged.average).isNotEqualTo(averaged.parameters).isEqualTo(single.average);
        assertThat(averaged.evaluations).hasSize(5).isEqualTo(single.evaluations);
        assertThat(averaged.evaluations.get(4).lossSum()).isEqualTo(loss(plain, averaged.average));
        assertThat(reference.evaluations.get(4).lossSum()).isEqualTo(loss(plain, reference.parameters));
        assertThat(reference.average).isEqualTo(reference.parameters);
    }
}

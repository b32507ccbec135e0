package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.strokes.Strokes;
import org.noisescale.worker.gradient.LeastSquaresPlan;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.QuadraticPlan;

/** What is computed depends on the virtual workers, never on who serves them or on how the parameters are divided. */
class DivisionInvarianceTest {
    private static final int VIRTUAL_WORKERS = 5;
    private static final int STEPS = 12;
    /** Not divisible by five: the virtual workers have unequal shares. */
    private static final BatchShares SHARES = new BatchShares(33, VIRTUAL_WORKERS);

    private static final OptimizerPlan ADAM = OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 1e-3);

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2", "4, 5", "5, 3"})
    void anyNumberOfWorkersAndShardsTrainsANetworkToTheSameBits(int workers, int shards) throws InterruptedException {
        NetworkArchitecture architecture = new NetworkArchitecture(
                Strokes.FEATURE_COUNT, Strokes.CLASS_COUNT, List.of(12), "tanh", Output.SOFTMAX);
        NetworkPlan plan = NetworkPlan.of(architecture, new SamplingPlan(3, false));
        List<ExamplePartition> examples = partitions(60);

        LocalRun reference = run(plan, 1, 1, examples);
        LocalRun divided = run(plan, workers, shards, examples);

        assertThat(divided.parameters()).isEqualTo(reference.parameters());
        assertThat(divided.steps()).isEqualTo(reference.steps());
        assertThat(divided.evaluations()).isEqualTo(reference.evaluations()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2", "5, 4"})
    void anyNumberOfWorkersAndShardsFollowsTheSamePathOnTheQuadratic(int workers, int shards)
            throws InterruptedException {
        List<Double> ones = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
        QuadraticPlan plan = new QuadraticPlan(List.of(1.0, 0.5, 0.3, 0.25, 0.2, 0.1), ones, ones, 8);

        LocalRun reference = run(plan, 1, 1, List.of());
        LocalRun divided = run(plan, workers, shards, List.of());

        assertThat(divided.parameters()).isEqualTo(reference.parameters());
        assertThat(divided.steps()).isEqualTo(reference.steps());
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2", "5, 4"})
    void anyNumberOfWorkersAndShardsFollowsTheSamePathOnLeastSquares(int workers, int shards)
            throws InterruptedException {
        List<Double> spectrum = List.of(1.0, 0.5, 0.3, 0.25, 0.2, 0.1);
        LeastSquaresPlan plan = new LeastSquaresPlan(spectrum, 0.5, spectrum, spectrum, 8);

        LocalRun reference = run(plan, 1, 1, List.of());
        LocalRun divided = run(plan, workers, shards, List.of());

        assertThat(divided.parameters()).isEqualTo(reference.parameters());
        assertThat(divided.steps()).isEqualTo(reference.steps());
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void everyWorkerEndsWithTheServersParametersAndAnAuditThatHolds(int workers) throws InterruptedException {
        NetworkArchitecture architecture = new NetworkArchitecture(
                Strokes.FEATURE_COUNT, Strokes.CLASS_COUNT, List.of(), "identity", Output.SOFTMAX);
        NetworkPlan plan = NetworkPlan.of(architecture, new SamplingPlan(4, false));

        LocalRun run = run(plan, workers, 1, partitions(20));

        assertThat(run.workers())
                .hasSize(workers)
                .allMatch(report -> report.parametersSha256().equals(ParameterHash.of(run.parameters())))
                .allMatch(report -> report.audit().orElseThrow().twice() == 0)
                .allMatch(report -> report.audit().orElseThrow().epochsCompleted() >= 1);
    }

    private static LocalRun run(ObjectivePlan plan, int workers, int shards, List<ExamplePartition> examples)
            throws InterruptedException {
        return LocalRun.of(plan, ADAM, new LocalRun.Division(workers, shards, SHARES), STEPS, examples, examples);
    }

    private static List<ExamplePartition> partitions(int size) {
        Strokes strokes = new Strokes(5);
        List<ExamplePartition> partitions = new ArrayList<>();
        for (int virtualWorker = 0; virtualWorker < VIRTUAL_WORKERS; virtualWorker++) {
            int first = virtualWorker * size;
            float[] features = new float[size * Strokes.FEATURE_COUNT];
            for (int i = 0; i < size; i++) {
                strokes.drawInto(first + i, features, i * Strokes.FEATURE_COUNT);
            }
            int[] labels =
                    IntStream.range(first, first + size).map(strokes::label).toArray();
            long[] indices = LongStream.range(first, first + size).toArray();
            partitions.add(new ExamplePartition(Strokes.FEATURE_COUNT, Strokes.CLASS_COUNT, features, labels, indices));
        }
        return partitions;
    }
}

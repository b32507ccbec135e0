package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/** Convolutions, running statistics and whatever layers draw at random depend on the virtual workers alone. */
class NetworkDivisionTest {
    private static final int VIRTUAL_WORKERS = 4;
    private static final BatchShares SHARES = new BatchShares(18, VIRTUAL_WORKERS);
    private static final OptimizerPlan CLIPPED_ADAM = new OptimizerPlan(
            OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 1e-3).segments(),
            new Clipping.ByGlobalNorm(0.5),
            new Averaging.None());

    @ParameterizedTest
    @CsvSource({"2, 2", "4, 5"})
    void anyNumberOfWorkersAndShardsTrainsConvolutionsWithDropoutToTheSameBits(int workers, int shards)
            throws InterruptedException {
        NetworkPlan plan = plan(network(0.5), 3);

        LocalRun reference = run(plan, 1, 1);
        LocalRun divided = run(plan, workers, shards);

        assertThat(divided.parameters()).isEqualTo(reference.parameters());
        assertThat(divided.steps()).isEqualTo(reference.steps());
        assertThat(divided.evaluations()).isEqualTo(reference.evaluations());
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 2", "4, 3, 1", "4, 4, 2", "2, 3, 2"})
    void anyNumberOfWorkersTrainsWithSharedStatisticsToTheSameBits(int groupSize, int workers, int shards)
            throws InterruptedException {
        NetworkPlan plan = plan(network(0.5), 3).withScope(new StatisticsScope(groupSize, 0));

        LocalRun reference = run(plan, 1, 1);
        LocalRun divided = run(plan, workers, shards);

        assertThat(divided.parameters()).isEqualTo(reference.parameters());
        assertThat(divided.steps()).isEqualTo(reference.steps());
        assertThat(divided.evaluations()).isEqualTo(reference.evaluations());
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2", "1, 4, 1", "2, 3, 2"})
    void anyNumberOfWorkersTrainsWithShuffledStatisticsToTheSameBits(int groupSize, int workers, int shards)
            throws InterruptedException {
        NetworkPlan plan = plan(network(0.5), 3).withScope(StatisticsScope.shuffled(groupSize));

        LocalRun reference = run(plan, 1, 1);
        LocalRun divided = run(plan, workers, shards);

        assertThat(divided.parameters()).isEqualTo(reference.parameters());
        assertThat(divided.steps()).isEqualTo(reference.steps());
    }

    /** Layers on images of different sizes, whose statistics travel in one message. */
    @ParameterizedTest
    @ValueSource(ints = {4, 2})
    void anyNumberOfWorkersTrainsParallelBranchesWithSharedStatisticsToTheSameBits(int groupSize)
            throws InterruptedException {
        NetworkPlan plan = plan(branches(), 3).withScope(new StatisticsScope(groupSize, 0));

        LocalRun reference = run(plan, 1, 1);

        for (int workers : new int[] {2, 4}) {
            LocalRun divided = run(plan, workers, 2);
            assertThat(divided.parameters()).isEqualTo(reference.parameters());
            assertThat(divided.steps()).isEqualTo(reference.steps());
            assertThat(divided.evaluations()).isEqualTo(reference.evaluations());
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "2", "1"})
    void aProbeShowsTheSameForAnyNumberOfWorkersAndAltersNoBitOfTheTraining(int groupSize) throws InterruptedException {
        NetworkPlan plan = plan(network(0.5), 3).withScope(new StatisticsScope(groupSize, 0));
        LocalRun without = run(plan, 2, 1);

        LocalRun one = run(plan, 1, 1, new ProbePlan(4));
        LocalRun three = run(plan, 3, 2, new ProbePlan(4));

        assertThat(one.parameters()).isEqualTo(without.parameters());
        assertThat(three.parameters()).isEqualTo(without.parameters());
        assertThat(three.steps()).isEqualTo(one.steps());
        assertThat(three.evaluations()).isEqualTo(without.evaluations());
        assertThat(three.workers().stream().map(WorkerReport::audit).flatMap(Optional::stream))
                .isNotEmpty();
        assertThat(one.statistics()).containsOnlyKeys(1L, 5L, 9L).isEqualTo(three.statistics());
        assertThat(one.steps().stream()
                        .filter(step -> !Double.isNaN(step.total().noiseTrace())))
                .hasSize(groupSize == VIRTUAL_WORKERS ? 3 : 10);
    }

    @Test
    void otherExamplesBehindTheStatisticsGiveOtherBits() throws InterruptedException {
        LocalRun local = run(plan(network(1), 3), 2, 1);
        LocalRun shared = run(plan(network(1), 3).withScope(new StatisticsScope(2, 0)), 2, 1);
        LocalRun sync = run(plan(network(1), 3).withScope(new StatisticsScope(4, 0)), 2, 1);

        assertThat(shared.parameters()).isNotEqualTo(local.parameters());
        assertThat(shared.parameters()).isNotEqualTo(sync.parameters());
        assertThat(run(plan(network(1), 3).withScope(StatisticsScope.shuffled(2)), 2, 1)
                        .parameters())
                .isNotEqualTo(shared.parameters())
                .isNotEqualTo(sync.parameters());
        assertThat(run(plan(network(1), 3).withScope(new StatisticsScope(1, 0)), 2, 1)
                        .parameters())
                .isEqualTo(local.parameters());
    }

    @Test
    void anotherSeedDropsOtherUnitsAndBeginsWithOtherWeights() throws InterruptedException {
        LocalRun dropping = run(plan(network(0.5), 3), 2, 1);
        LocalRun keeping = run(plan(network(1), 3), 2, 1);
        LocalRun other = run(plan(network(0.5), 4), 2, 1);

        assertThat(dropping.parameters()).isNotEqualTo(keeping.parameters());
        assertThat(dropping.parameters()).isNotEqualTo(other.parameters());
        assertThat(plan(network(1), 3).initialModel().parameters())
                .isNotEqualTo(plan(network(1), 4).initialModel().parameters());
    }

    private static LocalRun run(NetworkPlan plan, int workers, int shards) throws InterruptedException {
        return run(plan, workers, shards, ProbePlan.NONE);
    }

    private static LocalRun run(NetworkPlan plan, int workers, int shards, ProbePlan probes)
            throws InterruptedException {
        List<ExamplePartition> examples = new ArrayList<>();
        for (int virtualWorker = 0; virtualWorker < VIRTUAL_WORKERS; virtualWorker++) {
            examples.add(DeeplearningFit.coarseStrokes(30 * virtualWorker, 30));
        }
        return LocalRun.of(
                plan,
                CLIPPED_ADAM,
                new LocalRun.Division(workers, shards, SHARES, plan.scope().groupSize(), probes),
                10,
                examples,
                examples);
    }

    private static NetworkPlan plan(NetworkConfiguration network, long seed) {
        return new NetworkPlan(network, InputShape.flat(196), new SamplingPlan(seed, false));
    }

    private static NetworkConfiguration branches() {
        return NetworkConfiguration.of(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("fine", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
                .addLayer("bn_fine", new BatchNormalization(), "fine")
                .addLayer("small", new GlobalPoolingLayer(), "bn_fine")
                .addLayer(
                        "coarse",
                        new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(5).build(),
                        "in")
                .addLayer("bn_coarse", new BatchNormalization(), "coarse")
                .addLayer(
                        "dense", new DenseLayer.Builder().nOut(16).dropOut(0.5).build(), "bn_coarse")
                .addVertex("both", new MergeVertex(), "small", "dense")
                .addLayer("out", output(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.convolutionalFlat(14, 14, 1))
                .build());
    }

    private static NetworkConfiguration network(double retained) {
        boolean random = retained < 1;
        return NetworkConfiguration.of(new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .dropOut(random ? new GaussianNoise(0.1) : null)
                        .build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder().build())
                .layer(new DenseLayer.Builder()
                        .nOut(16)
                        .dropOut(retained)
                        .weightNoise(random ? new DropConnect(0.9) : null)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutionalFlat(14, 14, 1))
                .build());
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(10)
                .build();
    }
}

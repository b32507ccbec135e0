package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsGroups;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.WorkerShare;

/**
 * A step takes two exchanges for each layer of BatchNormalization, forward and backward, and layers that are ready
 * together share these.
 */
class ReadyTogetherTest {
    private static final int VIRTUAL_WORKERS = 2;
    private static final int FEATURES = 4;
    private static final int CLASSES = 3;

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("one layer", layered(1), List.of(6, 6)),
                Arguments.of("two layers in a row", layered(2), List.of(6, 6, 6, 6)),
                Arguments.of("a graph of two in a row", row(), List.of(6, 4, 4, 6)),
                Arguments.of("two in parallel", branches(), List.of(11, 11)),
                Arguments.of("a shortcut with one beside two in a row", shortcut(), List.of(13, 4, 4, 13)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aStepExchangesSoManyChannelsEachTime(String name, NetworkConfiguration network, List<Integer> channels) {
        for (int workersSlices = 1; workersSlices <= VIRTUAL_WORKERS; workersSlices++) {
            Count count = new Count(workersSlices);

            try (Objective objective = plan(network).open(count.share())) {
                objective.shareThrough(count);
                for (int step = 0; step < 2; step++) {
                    for (int slice = 0; slice < workersSlices; slice++) {
                        objective.sumGradient(step, slice);
                    }
                }
            }

            assertThat(count.channels).containsExactlyElementsOf(twice(channels));
            assertThat(count.positions)
                    .containsExactlyElementsOf(
                            twice(IntStream.range(0, channels.size()).boxed().toList()));
        }
    }

    /** Parameters and gradients lie as DL4J lays them out, whatever the order of computation. */
    @Test
    void sharingTogetherMovesNoParameter() {
        Network alone = plan(shortcut()).newNetwork(SliceDivision.WHOLE, StatisticsPool.ALONE);
        Network together = plan(shortcut()).newNetwork(SliceDivision.WHOLE, parts -> {});

        assertThat(together.segments()).isEqualTo(alone.segments());
        assertThat(together.parameters()).isEqualTo(alone.parameters());
    }

    @Test
    void whatIsNormalizedLastIsTheSameLayerInAnyOrder() {
        Network alone = plan(shortcut()).newNetwork(SliceDivision.WHOLE, StatisticsPool.ALONE);
        Network together = plan(shortcut()).newNetwork(SliceDivision.WHOLE, parts -> {});

        assertThat(together.normalized(features())).isEqualTo(alone.normalized(features()));
    }

    private static INDArray features() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.1, 20).reshape(5, FEATURES);
    }

    /** An exchange among the slices of the only worker, or with another one that has the same. */
    private static final class Count implements StatisticsExchange {
        private final int slices;
        private final List<Integer> positions = new ArrayList<>();
        private final List<Integer> channels = new ArrayList<>();

        Count(int slices) {
            this.slices = slices;
        }

        WorkerShare share() {
            List<ExamplePartition> examples = Collections.nCopies(slices, examples(20));
            return new WorkerShare(
                    new VirtualWorkerRange(0, slices),
                    new BatchShares(5 * VIRTUAL_WORKERS, VIRTUAL_WORKERS),
                    examples,
                    examples);
        }

        @Override
        public void share(long step, int position, StatisticsGroups groups, List<List<ChannelStatistics>> own) {
            positions.add(position);
            channels.add(own.get(0).get(0).channels());
        }
    }

    private static ExamplePartition examples(int count) {
        Random random = new Random(3);
        float[] features = new float[count * FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        int[] labels = random.ints(count, 0, CLASSES).toArray();
        return new ExamplePartition(
                FEATURES, CLASSES, features, labels, LongStream.range(0, count).toArray());
    }

    private static <T> List<T> twice(List<T> list) {
        return Stream.concat(list.stream(), list.stream()).toList();
    }

    private static NetworkPlan plan(NetworkConfiguration network) {
        return new NetworkPlan(network, InputShape.flat(FEATURES), new SamplingPlan(5, false))
                .withScope(new StatisticsScope(VIRTUAL_WORKERS, 0));
    }

    private static NetworkConfiguration layered(int normalizations) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
        for (int i = 0; i < normalizations; i++) {
            layers.layer(dense(6)).layer(new BatchNormalization());
        }
        return NetworkConfiguration.of(layers.layer(output())
                .setInputType(InputType.feedForward(FEATURES))
                .build());
    }

    private static NetworkConfiguration row() {
        return graph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(6), "in")
                .addLayer("bn_first", new BatchNormalization(), "first")
                .addLayer("second", dense(4), "bn_first")
                .addLayer("bn_second", new BatchNormalization(), "second")
                .addLayer("out", output(), "bn_second"));
    }

    private static NetworkConfiguration branches() {
        return graph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense(6), "in")
                .addLayer("bn_a", new BatchNormalization(), "a")
                .addLayer("behind_a", dense(3), "bn_a")
                .addLayer("b", dense(5), "in")
                .addLayer("bn_b", new BatchNormalization(), "b")
                .addVertex("both", new MergeVertex(), "behind_a", "bn_b")
                .addLayer("out", output(), "both"));
    }

    private static NetworkConfiguration shortcut() {
        return graph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense(6), "in")
                .addLayer("bn_a", new BatchNormalization(), "a")
                .addLayer("second", dense(4), "bn_a")
                .addLayer("bn_second", new BatchNormalization(), "second")
                .addLayer("b", dense(7), "in")
                .addLayer("bn_b", new BatchNormalization(), "b")
                .addVertex("both", new MergeVertex(), "bn_second", "bn_b")
                .addLayer("out", output(), "both"));
    }

    private static NetworkConfiguration graph(ComputationGraphConfiguration.GraphBuilder builder) {
        return NetworkConfiguration.of(builder.setOutputs("out")
                .setInputTypes(InputType.feedForward(FEATURES))
                .build());
    }

    private static DenseLayer dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build();
    }
}

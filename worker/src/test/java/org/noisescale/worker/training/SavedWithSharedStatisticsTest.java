package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.gradient.SavedModel;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/** What was trained with statistics of sync (4 virtual workers) or of groups of 2 is a plain network of DL4J's. */
class SavedWithSharedStatisticsTest {
    private static final int VIRTUAL_WORKERS = 4;
    private static final Class<?> PLAIN = org.deeplearning4j.nn.layers.normalization.BatchNormalization.class;
    private static final double ROUNDING = 1e-5;

    private final List<ExamplePartition> examples = IntStream.range(0, VIRTUAL_WORKERS)
            .mapToObj(virtualWorker -> DeeplearningFit.coarseStrokes(30 * virtualWorker, 30))
            .toList();

    @ParameterizedTest
    @ValueSource(ints = {VIRTUAL_WORKERS, 2})
    void aNetworkOfLayersEvaluatesInPlainDl4jAsItDidHere(int groupSize) throws InterruptedException, IOException {
        NetworkPlan plan = plan(NetworkConfiguration.of(layers()), groupSize);
        LocalRun run = run(plan);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(saved(plan, run));

        assertThat(Stream.of(restored.getLayers()).map(Layer::getClass).filter(PLAIN::equals))
                .hasSize(1);
        assertSameEvaluation(restored.output(features()), run);
    }

    @ParameterizedTest
    @ValueSource(ints = {VIRTUAL_WORKERS, 2})
    void aGraphWhoseBranchesShareTogetherDoesSoToo(int groupSize) throws InterruptedException, IOException {
        NetworkPlan plan = plan(NetworkConfiguration.of(branches()), groupSize);
        LocalRun run = run(plan);

        ComputationGraph restored = ModelSerializer.restoreComputationGraph(saved(plan, run));

        assertThat(Stream.of(restored.getLayers()).map(Layer::getClass).filter(PLAIN::equals))
                .hasSize(2);
        assertSameEvaluation(restored.outputSingle(features()), run);
    }

    /** Against the loss and the right answers of the workers, of all held-out examples. */
    private void assertSameEvaluation(INDArray outputs, LocalRun run) {
        EvaluationSum here =
                run.evaluations().stream().reduce(EvaluationSum::plus).orElseThrow();
        double loss = 0;
        int correct = 0;
        for (int row = 0; row < outputs.rows(); row++) {
            int label = examples.get(row / 30).label(row % 30);
            loss -= Math.log(outputs.getDouble(row, label));
            correct += outputs.getRow(row).argMax().getInt(0) == label ? 1 : 0;
        }
        assertThat(here.examples()).isEqualTo(outputs.rows());
        assertThat(loss).isCloseTo(here.lossSum(), within(ROUNDING * loss));
        assertThat(here.correct()).isEqualTo(correct);
    }

    private INDArray features() {
        return Nd4j.concat(
                0,
                examples.stream()
                        .map(slice -> Nd4j.createFromArray(slice.features()).reshape(30, 196))
                        .toArray(INDArray[]::new));
    }

    private LocalRun run(NetworkPlan plan) throws InterruptedException {
        return LocalRun.of(
                plan,
                OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.01),
                new LocalRun.Division(
                        2, 1, new BatchShares(22, VIRTUAL_WORKERS), plan.scope().groupSize(), ProbePlan.NONE),
                20,
                examples,
                examples);
    }

    private static ByteArrayInputStream saved(NetworkPlan plan, LocalRun run) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SavedModel.write(plan, run.parameters(), file);
        return new ByteArrayInputStream(file.toByteArray());
    }

    private static NetworkPlan plan(NetworkConfiguration network, int groupSize) {
        return new NetworkPlan(network, InputShape.flat(196), new SamplingPlan(3, false))
                .withScope(new StatisticsScope(groupSize, 0));
    }

    private static MultiLayerConfiguration layers() {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(dense(12))
                .layer(new BatchNormalization())
                .layer(output())
                .setInputType(InputType.feedForward(196))
                .build();
    }

    private static ComputationGraphConfiguration branches() {
        return new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("wide", dense(9), "in")
                .addLayer("bn_wide", new BatchNormalization(), "wide")
                .addLayer("behind", dense(5), "bn_wide")
                .addLayer("narrow", dense(6), "in")
                .addLayer("bn_narrow", new BatchNormalization(), "narrow")
                .addVertex("both", new MergeVertex(), "behind", "bn_narrow")
                .addLayer("out", output(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(196))
                .build();
    }

    private static DenseLayer dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(10)
                .build();
    }
}

package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.noisescale.worker.training.ParameterHash;

/** A network that the user brings, from its configuration to the file that plain DL4J loads. */
@Timeout(120)
class OwnNetworkIT {
    private static final String STUDY = """
            name: own
            question: Does my own network train?
            data: {examples: 400}
            model: {dl4j: network.json}
            training: {workers: 2, batchSize: 40, steps: 40, evaluateEvery: 0, seeds: [3]}
            """;

    @TempDir
    private Path folder;

    @Test
    void aGraphTrainsByItsOwnUpdatersAndIsSavedForPlainDl4j() throws IOException {
        Files.writeString(folder.resolve("network.json"), graph());

        Results results = Command.run(Command.study(folder, STUDY), folder.resolve("out"));
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(
                folder.resolve("out/runs/seed=3/model.zip").toFile());

        assertThat(ParameterHash.of(restored.params().dup().data().asFloat()))
                .isEqualTo(results.hashes().get(0));
        assertThat(restored.getLayer("wide").conf().getLayer().getUpdaterByParam("W"))
                .isEqualTo(new Adam(0.005));
        assertThat(results.summary().number(0, "evaluation_accuracy")).isGreaterThan(0.3);
        assertThat(Results.column(results.steps("seed=3"), "learning_rate")).containsOnly("0.005");
    }

    @Test
    void anOptimizerOfTheStudyTakesThePlaceOfTheUpdaters() throws IOException {
        Files.writeString(folder.resolve("network.json"), graph());

        Results results = Command.run(
                Command.study(folder, STUDY), folder.resolve("out"), "--set", "optimizer={learningRate: 0.25}");

        assertThat(Results.column(results.steps("seed=3"), "learning_rate")).containsOnly("0.25");
    }

    /** Without the key each virtual worker normalises alone; with it all do together, whoever serves them. */
    @Test
    void aStudySwitchesTheBatchNormalizationOfAFileThatStaysAsItIs() throws IOException {
        String network = graph();
        Files.writeString(folder.resolve("network.json"), network);
        Path study = Command.study(
                folder, STUDY.replace("steps: 40", "steps: 6").replace("workers: 2", "workers: 2, virtualWorkers: 4"));

        Results local = Command.run(study, folder.resolve("local"));
        Results sync = Command.run(
                study,
                folder.resolve("sync"),
                "--set",
                "model.batchNorm=sync",
                "--set",
                "sweep={training.workers: [1, 2, 4]}");

        assertThat(sync.hashes()).hasSize(3);
        assertThat(Set.copyOf(sync.hashes()))
                .hasSize(1)
                .doesNotContain(local.hashes().get(0));
        assertThat(folder.resolve("network.json")).hasContent(network);
    }

    @Test
    void whatCannotBeHonouredIsRefusedByLayerAndSetting() throws IOException {
        DenseLayer constrained = new DenseLayer.Builder()
                .nIn(784)
                .nOut(8)
                .constrainWeights(new MaxNormConstraint(1, 0))
                .build();
        Files.writeString(
                folder.resolve("network.json"),
                new NeuralNetConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .list()
                        .layer(constrained)
                        .layer(output(8))
                        .build()
                        .toJson());

        Command.Outcome outcome =
                Command.noisescale("run", Command.study(folder, STUDY), "--out", folder.resolve("out"));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .singleElement()
                .asString()
                .contains("network.json: layer 0 (DenseLayer): constraints are not supported");
    }

    private static String graph() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.005))
                .activation(Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("wide", new DenseLayer.Builder().nOut(16).build(), "in")
                .addLayer("narrow", new DenseLayer.Builder().nOut(6).build(), "in")
                .addLayer("norm", new BatchNormalization(), "narrow")
                .addLayer("norm_wide", new BatchNormalization(), "wide")
                .addVertex("both", new MergeVertex(), "norm_wide", "norm")
                .addLayer("out", output(22), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(784))
                .build()
                .toJson();
    }

    private static OutputLayer output(int inputs) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(inputs)
                .nOut(10)
                .build();
    }
}

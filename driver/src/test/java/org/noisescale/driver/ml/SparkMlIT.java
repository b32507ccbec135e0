package org.noisescale.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.noisescale.driver.study.InputException;

/** The estimators in a session that somebody else started, as they are used by people who know Spark ML. */
@Timeout(120)
class SparkMlIT {
    private static SparkSession spark;
    private static Dataset<Row> flowers;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("foreign")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
        flowers = assembled(MachineLearningExample.flowers(spark, 600, 3)).cache();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void theExampleOfTheReadmeLearnsThreeClouds() throws IOException {
        Dataset<Row>[] parts =
                MachineLearningExample.flowers(spark, 900, 3).cache().randomSplit(new double[] {0.8, 0.2}, 7);

        double accuracy = MachineLearningExample.accuracy(parts[0], parts[1], folder + "/pipeline");

        assertThat(accuracy).isGreaterThan(0.97);
    }

    @Test
    void addsTheProbabilitiesOfAllClassesAndTheGreatestOfThem() {
        NoisescaleClassificationModel model = classifier().fit(flowers);

        List<Row> rows = model.transform(flowers)
                .select("features", "probability", "prediction", "id")
                .collectAsList();

        assertThat(rows).hasSize(600).allSatisfy(row -> {
            Vector probability = row.getAs(1);
            assertThat(probability.size()).isEqualTo(3);
            assertThat(probability.apply(0) + probability.apply(1) + probability.apply(2))
                    .isEqualTo(1, within(1e-5));
            assertThat(row.getDouble(2)).isEqualTo(probability.argmax());
        });
        assertThat(model.summary().orElseThrow().noise()).isPresent();
        assertThat(model.summary().orElseThrow().evaluation().loss()).isNaN();
    }

    @Test
    void learnsTheSameFromTheSameRowsInWhateverOrderPartsAndWorkers() {
        NoisescaleClassifier classifier = classifier().setSteps(10).setVirtualWorkers(2);
        String hash = hash(classifier.fit(flowers));

        Dataset<Row> shuffled = flowers.repartition(5).orderBy(functions.rand(3));

        assertThat(hash(classifier
                        .copy(ParamMap.empty())
                        .setWorkers(1)
                        .setShards(3)
                        .fit(shuffled)))
                .isEqualTo(hash);
        assertThat(hash(classifier.copy(ParamMap.empty()).setSeed(2).fit(flowers)))
                .isNotEqualTo(hash);
    }

    @Test
    void survivesSavingAndLoadingAloneAndInPipelines() throws IOException {
        NoisescaleClassifier classifier = classifier()
                .setSteps(5)
                .setScaling("standardise")
                .setPredictionCol("class")
                .setHiddenLayers(4, 3);
        NoisescaleClassificationModel model = classifier.fit(flowers);

        NoisescaleClassifier sameClassifier = NoisescaleClassifier.load(saved(classifier, "estimator"));
        NoisescaleClassificationModel sameModel = NoisescaleClassificationModel.load(saved(model, "model"));
        Pipeline samePipeline =
                Pipeline.load(saved(new Pipeline().setStages(new PipelineStage[] {classifier}), "pipeline"));
        PipelineModel samePipelineModel = PipelineModel.load(saved(samePipeline.fit(flowers), "pipeline-model"));

        assertThat(sameClassifier.uid()).isEqualTo(classifier.uid());
        assertThat(explained(sameClassifier)).isEqualTo(explained(classifier));
        assertThat(sameClassifier.getOrDefault(sameClassifier.hiddenLayers())).containsExactly(4, 3);
        assertThat(sameModel.uid()).isEqualTo(model.uid());
        assertThat(answers(sameModel.transform(flowers), "class"))
                .isEqualTo(answers(model.transform(flowers), "class"));
        assertThat(answers(samePipelineModel.transform(flowers), "class"))
                .isEqualTo(answers(model.transform(flowers), "class"));
    }

    @Test
    void regressesThePlaneThatTheRowsLieOn() {
        Dataset<Row> plane = flowers.withColumn("label", functions.expr("2 * a - 3 * b + 1"));
        NoisescaleRegressor regressor = new NoisescaleRegressor()
                .setHiddenLayers()
                .setOptimizer("{kind: momentum, momentum: 0.9}")
                .setLearningRate(0.05)
                .setSteps(300);

        NoisescaleRegressionModel model = NoisescaleRegressionModel.load(saved(regressor.fit(plane), "plane"));

        assertThat(model.transform(plane)
                        .select(functions.max(functions.expr("abs(prediction - label)")))
                        .first()
                        .getDouble(0))
                .isLessThan(1e-3);
    }

    @Test
    void readsArraysAsWellAsVectors() {
        Dataset<Row> arrays = flowers.withColumn("features", functions.expr("array(a, b)"));
        NoisescaleClassifier classifier = classifier().setSteps(5);

        NoisescaleClassificationModel model = classifier.fit(arrays);

        assertThat(hash(model)).isEqualTo(hash(model)).hasSize(64);
        assertThat(answers(model.transform(arrays), "prediction"))
                .isEqualTo(answers(model.transform(flowers), "prediction"));
    }

    @Test
    void answersAsDeeplearning4jDoesWithAConfigurationAndUpdatersOfItsOwn() throws IOException {
        String json = new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(0.05, 0.9))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build()
                .toJson();
        Path zip = folder.resolve("network.zip");

        NoisescaleClassificationModel model =
                classifier().setConfiguration(json).fit(flowers);
        try (OutputStream target = Files.newOutputStream(zip)) {
            model.writeNetwork(target);
        }

        MultiLayerNetwork network = MultiLayerNetwork.load(zip.toFile(), false);
        for (Row row : model.transform(flowers).select("a", "b", "probability").takeAsList(20)) {
            float[][] expected = network.output(Nd4j.create(new float[][] {{row.getFloat(0), row.getFloat(1)}}))
                    .toFloatMatrix();
            assertThat(((Vector) row.getAs(2)).toArray())
                    .containsExactly(new double[] {expected[0][0], expected[0][1], expected[0][2]}, within(1e-6));
        }
        assertThat(model.summary().orElseThrow().trainingLoss()).isLessThan(0.2);
    }

    @Test
    void leavesTheSessionAsItWas() {
        int before = spark.sparkContext().getPersistentRDDs().size();

        classifier().setSteps(3).fit(flowers);

        assertThat(spark.sparkContext().isStopped()).isFalse();
        assertThat(spark.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    }

    @Test
    void refusesWhatCannotBeTrainedInOneLine() {
        assertThatThrownBy(() -> classifier().setFeaturesCol("feature").fit(flowers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no column feature; there are id, label, a, b, features");
        assertThatThrownBy(() -> classifier().setPredictionCol("a").fit(flowers))
                .hasMessage("column a exists already; drop it, or name another one");
        assertThatThrownBy(() -> classifier().setFeaturesCol("a").fit(flowers))
                .hasMessage("column a must be a vector or an array of numbers, was of type float");
        assertThatThrownBy(() -> classifier().setWorkers(3).setVirtualWorkers(3).fit(flowers))
                .isInstanceOf(InputException.class)
                .hasMessage("Spark's master local[2] has room for 2 tasks at once, but training needs 3 workers; add"
                        + " cores, or set workers to fewer");
        assertThatThrownBy(() -> classifier().setBatchSize(0).fit(flowers))
                .hasMessageContaining("training.batchSize must be a whole number from 1");
        assertThatThrownBy(() -> classifier().setOptimizer("{kind: adm}").fit(flowers))
                .hasMessageContaining("optimizer.kind must be one of")
                .hasMessageContaining("adam?");
        assertThatThrownBy(() -> classifier().setLabelCol("id").setClasses(3).fit(flowers))
                .hasMessageContaining(" is out of range, as classes is 3")
                .satisfies(e -> assertThat(e.getMessage()).startsWith("the rows, column id: label "));
    }

    private static NoisescaleClassifier classifier() {
        return new NoisescaleClassifier("clouds")
                .setHiddenLayers(8)
                .setSteps(40)
                .setBatchSize(30);
    }

    private static Dataset<Row> assembled(Dataset<Row> rows) {
        return new VectorAssembler()
                .setInputCols(new String[] {"a", "b"})
                .setOutputCol("features")
                .transform(rows);
    }

    private String saved(MLWritable stage, String name) {
        String path = folder.resolve(name).toString();
        try {
            stage.save(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return path;
    }

    /** Without arrays, of which Spark shows only the address. */
    private static String explained(NoisescaleClassifier classifier) {
        return classifier.explainParams().replaceAll("\\[I@[0-9a-f]+", "[]");
    }

    private static String hash(NoisescaleClassificationModel model) {
        return model.summary().orElseThrow().parametersSha256();
    }

    private static List<Row> answers(Dataset<Row> rows, String column) {
        return rows.select("id", column, "probability").orderBy("id").collectAsList();
    }
}

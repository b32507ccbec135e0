package org.noisescale.driver.ml;

import java.io.IOException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** An application that is not ours: it has its own Spark session, and the README shows its middle. */
final class MachineLearningExample {
    private MachineLearningExample() {}

    /**
     * Writes and reads a table in a folder, trains, and saves the model there; the master is in Spark's configuration.
     */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("example").getOrCreate()) {
            String table = arguments[0] + "/flowers.parquet";
            flowers(spark, 900, 3).write().parquet(table);
            Dataset<Row>[] parts = spark.read().parquet(table).randomSplit(new double[] {0.8, 0.2}, 7);
            System.out.println("accuracy " + accuracy(parts[0], parts[1], arguments[0] + "/model"));
        }
    }

    /** Trains on one part of the rows and says how many classes it gets right of the other: what the README shows. */
    static double accuracy(Dataset<Row> training, Dataset<Row> test, String path) throws IOException {
        VectorAssembler assembler =
                new VectorAssembler().setInputCols(new String[] {"a", "b"}).setOutputCol("features");
        NoisescaleClassifier classifier = new NoisescaleClassifier()
                .setHiddenLayers(16)
                .setOptimizer("adam")
                .setLearningRate(0.02)
                .setSteps(150)
                .setWorkers(2);
        PipelineModel model = new Pipeline()
                .setStages(new PipelineStage[] {assembler, classifier})
                .fit(training);
        model.write().overwrite().save(path);
        Dataset<Row> predicted = PipelineModel.load(path).transform(test);
        return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted);
    }

    /** Three clouds of points, one for each class. */
    static Dataset<Row> flowers(SparkSession spark, int rows, int partitions) {
        return spark.sql("SELECT id, int(id % 3) AS label, float(id % 3 + randn(1) / 5) AS a,"
                + " float(pow(id % 3 - 1, 2) + randn(2) / 5) AS b FROM range(0, " + rows + ", 1, " + partitions + ")");
    }
}

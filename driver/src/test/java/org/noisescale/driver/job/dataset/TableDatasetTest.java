package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.Scaling;
import org.noisescale.driver.study.TableLocation;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;

class TableDatasetTest {
    private static final EvaluationSplit LAST = new EvaluationSplit.Last(1);
    private static final EvaluationSplit HALF = new EvaluationSplit.Fraction(0.5);
    private static final LabelPlan CLASSES = new LabelPlan.Classes("label", 0);

    @TempDir
    private Path folder;

    @Test
    void readsNumbersOfEveryTypeAndBooleans() {
        String path = parquet("SELECT id, tinyint(id) a, smallint(id) b, float(id) / 2 c, decimal(id) / 4 d,"
                + " id % 2 = 1 e, int(id % 2) label FROM range(0, 3, 1, 1)");

        ExamplePartition training = training(table(stored(path), List.of("a", "b", "c", "d", "e"), LAST));

        assertThat(features(training, 1)).containsExactly(1, 1, 0.5f, 0.25f, 1);
        assertThat(labels(training, 1)).isEqualTo(1);
    }

    @Test
    void readsArraysAndDenseAndSparseVectorsSideBySide() {
        StructType schema = new StructType()
                .add("label", DataTypes.DoubleType)
                .add("array", DataTypes.createArrayType(DataTypes.IntegerType))
                .add("vector", new VectorUDT())
                .add("x.y", DataTypes.DoubleType);
        LocalSpark.session()
                .createDataFrame(
                        List.of(
                                RowFactory.create(0.0, new Integer[] {1, 2}, Vectors.dense(3, 4, 5), 6.0),
                                RowFactory.create(
                                        1.0,
                                        new Integer[] {7, 8},
                                        Vectors.sparse(3, new int[] {0, 2}, new double[] {9, 11}),
                                        12.0),
                                RowFactory.create(1.0, new Integer[] {0, 0}, Vectors.dense(0, 0, 0), 0.0)),
                        schema)
                .coalesce(1)
                .write()
                .parquet(folder + "/vectors");

        ExamplePartition training = training(table(stored(folder + "/vectors"), List.of(), LAST));

        assertThat(features(training, 0)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(features(training, 1)).containsExactly(7, 8, 9, 0, 11, 12);
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 20_000, 128_000_000})
    void readsFilesInTheOrderOfTheirPathsHoweverTheyAreSplit(int splitBytes) {
        String path = parquet("SELECT id, id % 7 AS a, int(id % 3) label FROM range(0, 3000, 1, 3)");
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.files.maxPartitionBytes", splitBytes);
        session.conf().set("spark.sql.files.openCostInBytes", 0);

        List<ExamplePartition> partitions = partitions(session, table(stored(path), List.of("id", "a"), LAST));

        assertThat(partitions.stream().mapToInt(ExamplePartition::exampleCount).sum())
                .isEqualTo(2999);
        for (ExamplePartition partition : partitions) {
            for (int position = 0; position < partition.exampleCount(); position++) {
                assertThat(row(partition, position)[0]).isEqualTo((float) partition.index(position));
                assertThat(partition.label(position)).isEqualTo((int) (partition.index(position) % 3));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"orc,", "json,", "csv,header=true"})
    void readsAnyFormatThatSparkReads(String format, String option) {
        Map<String, String> options = option == null ? Map.of() : Map.of("header", "true", "inferSchema", "true");
        sql("SELECT id AS a, int(id % 2) label FROM range(0, 5, 1, 1)")
                .write()
                .format(format)
                .options(options)
                .save(folder + "/any");

        TableLocation location = new TableLocation.Stored(format, folder + "/any", options);
        ExamplePartition training = training(table(location, List.of("a"), LAST));

        assertThat(IntStream.range(0, 4).map(index -> (int) features(training, index)[0]))
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void sortsByTheColumnsThatAreNamed() {
        view("SELECT id, (id * 37) % 101 AS place, int(id % 2) label FROM range(0, 101, 1, 5)");

        ExamplePartition training = training(new DataPlan.Table(
                new TableLocation.Catalogued("shuffled"), CLASSES, List.of(), List.of("place"), LAST, Scaling.NONE, 1));

        assertThat(training.featureCount()).as("neither label nor place").isEqualTo(1);
        assertThat(IntStream.range(0, 100).map(index -> ((int) features(training, index)[0]) * 37 % 101))
                .isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id"})
    void theRowsOfATableAreTheSameInWhateverOrderAndPartsTheyCome(String key) {
        String columns = "SELECT id, float(id % 5) / 3 AS a, int(id % 3) label FROM range(0, 5000, 1, ";
        List<String> orderBy = key.isEmpty() ? List.of() : List.of(key);
        view(columns + "1)");
        DataPlan plan = new DataPlan.Table(
                new TableLocation.Catalogued("shuffled"), CLASSES, List.of("a"), orderBy, HALF, Scaling.STANDARDISE, 1);
        List<ExamplePartition> one = partitions(LocalSpark.session(), plan);
        String hash = hash(plan);

        view(columns + "7) ORDER BY rand(3)");
        List<ExamplePartition> seven = partitions(LocalSpark.session(), plan);

        assertThat(hash(plan)).isEqualTo(hash);
        assertThat(seven).usingRecursiveComparison().isEqualTo(one);
    }

    @Test
    void answersOfQueriesCanBeTrainedOn() {
        view("SELECT id, IF(id % 2 = 0, 'even', 'odd') AS word FROM range(0, 10)");

        ExamplePartition training = training(table(
                new TableLocation.Query("SELECT id, int(word = 'odd') AS label FROM shuffled"), List.of("id"), HALF));

        assertThat(training.exampleCount()).isEqualTo(5);
        for (int position = 0; position < 5; position++) {
            assertThat(training.label(position)).isEqualTo((int) row(training, position)[0] % 2);
        }
    }

    @Test
    void findsTheSameColumnsInTheEvaluationRows() {
        view("SELECT id AS a, id * 2 AS b, int(id % 2) label FROM range(0, 4)");
        EvaluationSplit.File held = new EvaluationSplit.File("SELECT 2 AS label, 20 AS b, 'x' AS note, 10 AS a", "");

        DataPlan plan = new DataPlan.Table(
                new TableLocation.Query("SELECT * FROM shuffled"),
                CLASSES,
                List.of(),
                List.of(),
                held,
                Scaling.NONE,
                1);
        try (StoredDataset dataset = StoredDataset.open(LocalSpark.session(), plan)) {
            WorkerPartition worker =
                    dataset.partitions(new BatchShares(1, 1), 1).first();

            assertThat(worker.evaluation().get(0).features()).containsExactly(10, 20);
            assertThat(worker.evaluation().get(0).index(0)).isEqualTo(4);
            assertThat(worker.training().get(0).exampleCount()).isEqualTo(4);
        }
    }

    @Test
    void readsSeveralTargetsOfRegression() {
        String path = parquet("SELECT id, id / 10D AS t, float(-id) AS u FROM range(0, 4, 1, 1)");
        LabelPlan targets = new LabelPlan.Targets(List.of("t", "u"), Scaling.NONE);

        ExamplePartition training =
                training(new DataPlan.Table(stored(path), targets, List.of("id"), List.of(), LAST, Scaling.NONE, 1));

        assertThat(training.labels().width()).isEqualTo(2);
        assertThat(training.labels().values()).containsExactlyInAnyOrder(0, 0.1f, -1, 0.2f, -2, 0f);
    }

    private String parquet(String query) {
        sql(query).write().parquet(folder + "/table");
        return folder + "/table";
    }

    private static void view(String query) {
        sql(query).createOrReplaceTempView("shuffled");
    }

    private static Dataset<Row> sql(String query) {
        return LocalSpark.session().sql(query);
    }

    private static TableLocation stored(String path) {
        return new TableLocation.Stored("parquet", path);
    }

    private static DataPlan table(TableLocation location, List<String> features, EvaluationSplit evaluation) {
        return new DataPlan.Table(location, CLASSES, features, List.of(), evaluation, Scaling.NONE, 1);
    }

    private static String hash(DataPlan plan) {
        try (StoredDataset dataset = StoredDataset.open(LocalSpark.session(), plan)) {
            return dataset.report().sha256();
        }
    }

    private static ExamplePartition training(DataPlan plan) {
        try (StoredDataset dataset = StoredDataset.open(LocalSpark.session(), plan)) {
            return dataset.partitions(new BatchShares(1, 1), 1)
                    .first()
                    .training()
                    .get(0);
        }
    }

    private static List<ExamplePartition> partitions(SparkSession session, DataPlan plan) {
        try (StoredDataset dataset = StoredDataset.open(session, plan)) {
            return dataset.partitions(new BatchShares(3, 3), 2).collect().stream()
                    .flatMap(worker -> worker.training().stream())
                    .toList();
        }
    }

    private static float[] features(ExamplePartition partition, long index) {
        return row(partition, positionOf(partition, index));
    }

    private static int labels(ExamplePartition partition, long index) {
        return partition.label(positionOf(partition, index));
    }

    private static int positionOf(ExamplePartition partition, long index) {
        return IntStream.range(0, partition.exampleCount())
                .filter(position -> partition.index(position) == index)
                .findFirst()
                .orElseThrow();
    }

    private static float[] row(ExamplePartition partition, int position) {
        int count = partition.featureCount();
        return Arrays.copyOfRange(partition.features(), position * count, (position + 1) * count);
    }
}

package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.Scaling;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.LabelType;

class CsvDatasetTest {
    @TempDir
    private Path folder;

    @Test
    void readsColumnsByNameInTheOrderAskedFor() {
        String file = TableFile.csv(folder, "t.csv", "a,label,note,b", "1,0,x,2", "3,1,\"y,z\",4", "5,1,,6");

        ExamplePartition training = training(plan(file, List.of("b", "a")));

        assertThat(training.featureCount()).isEqualTo(2);
        assertThat(training.labelType()).isEqualTo(new LabelType.Classes(2));
        assertThat(features(training, positionOf(training, 0))).containsExactly(2, 1);
        assertThat(features(training, positionOf(training, 1))).containsExactly(4, 3);
    }

    @Test
    void takesEveryColumnButTheLabelWhenNoneIsNamed() {
        String file = TableFile.csv(folder, "t.csv", "a,label,b", "1,0,2", "3,1,4", "5,1,6");

        ExamplePartition training = training(plan(file, List.of()));

        assertThat(features(training, positionOf(training, 1))).containsExactly(3, 4);
    }

    @Test
    void readsWhatSpreadsheetsWrite() {
        byte[] file = "\ufeff\"a\", label \r\n 1 ,0\r\n\r\n\"2\",1.0\r\n3,1\r\n".getBytes(StandardCharsets.UTF_8);
        String name = TableFile.bytes(folder, "with space [1] {x}*.csv", file);

        ExamplePartition training = training(plan(name, List.of("a")));

        assertThat(training.features()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void readsAGzippedFile() {
        byte[] file = TableFile.gzip("a,label\n1,0\n2,1\n3,1\n".getBytes(StandardCharsets.UTF_8));

        assertThat(training(plan(TableFile.bytes(folder, "t.csv.gz", file), List.of()))
                        .features())
                .containsExactlyInAnyOrder(1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 5_000, 50_000, 128_000_000})
    void numbersRowsInTheOrderOfTheFileHoweverItIsSplit(int splitBytes) throws IOException {
        String file = manyRows();

        SparkSession session = splitInto(splitBytes);

        List<ExamplePartition> partitions = partitions(session, plan(file, List.of("a", "b")));

        assertThat((long) TextLines.of(session, InputFile.require(session, file))
                        .javaRDD()
                        .getNumPartitions())
                .isGreaterThanOrEqualTo(Files.size(Path.of(file)) / splitBytes);
        for (ExamplePartition partition : partitions) {
            for (int position = 0; position < partition.exampleCount(); position++) {
                assertThat(features(partition, position)[0]).isEqualTo((float) partition.index(position));
                assertThat(partition.label(position)).isEqualTo((int) (partition.index(position) % 3));
            }
        }
        assertThat(partitions.stream().mapToInt(ExamplePartition::exampleCount).sum())
                .isEqualTo(4999);
    }

    @Test
    void theFilesSplitsChangeNeitherTheHashNorTheScaling() {
        DataPlan plan = new DataPlan.Csv(
                manyRows(),
                new LabelPlan.Classes("label", 0),
                List.of(),
                new EvaluationSplit.Fraction(0.3),
                Scaling.STANDARDISE,
                3);

        List<ExamplePartition> whole = partitions(splitInto(128_000_000), plan);
        List<ExamplePartition> cut = partitions(splitInto(700), plan);

        assertThat(cut).usingRecursiveComparison().isEqualTo(whole);
        assertThat(hash(splitInto(700), plan)).isEqualTo(hash(splitInto(128_000_000), plan));
    }

    @Test
    void scalesBothPartsByTheFiguresOfTheTrainingPart() {
        String file = TableFile.csv(folder, "t.csv", "a,label", "10,0", "20,1", "40,1");

        try (StoredDataset dataset = StoredDataset.open(
                LocalSpark.session(),
                new DataPlan.Csv(
                        file,
                        new LabelPlan.Classes("label", 0),
                        List.of(),
                        new EvaluationSplit.Last(1),
                        Scaling.UNIT,
                        1))) {
            WorkerPartition worker =
                    dataset.partitions(new BatchShares(1, 1), 1).first();

            assertThat(worker.training().get(0).features()).containsExactlyInAnyOrder(0, 1);
            assertThat(worker.evaluation().get(0).features()).containsExactly(3);
        }
    }

    @Test
    void readsTargetsInTheOrderAskedForAndLeavesThemOutOfTheFeatures() {
        String file = TableFile.csv(folder, "t.csv", "y,a,z", "1.5,1,-10", "2.5,2,0", "3.5,3,20", "9,4,5");
        DataPlan plan = targets(file, List.of("z", "y"), Scaling.NONE);

        ExamplePartition training = training(plan);

        int last = positionOf(training, 2);
        float[] row = new float[2];
        training.desiredOutputInto(last, row);
        assertThat(training.labelType()).isEqualTo(new LabelType.Targets(2));
        assertThat(training.features()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(row).containsExactly(20, 3.5f);
    }

    @Test
    void standardisesTargetsByTheTrainingPartWhenAsked() {
        String file = TableFile.csv(folder, "t.csv", "y,a", "10,1", "20,2", "30,3", "40,4");
        DataPlan plan = targets(file, List.of("y"), Scaling.STANDARDISE);

        ExamplePartition training = training(plan);

        float deviation = (float) Math.sqrt(1.5);
        assertThat(training.labels().values()).containsExactlyInAnyOrder(-deviation, 0, deviation);
        assertThat(hash(LocalSpark.session(), plan))
                .isEqualTo(hash(LocalSpark.session(), targets(file, List.of("y"), Scaling.NONE)));
    }

    @Test
    void theHashTellsATargetFromAClass() {
        String file = TableFile.csv(folder, "t.csv", "a,label", "10,0", "20,1", "40,1", "50,0");

        assertThat(hash(LocalSpark.session(), targets(file, List.of("label"), Scaling.NONE)))
                .isNotEqualTo(hash(LocalSpark.session(), plan(file, List.of())));
    }

    @Test
    void countsTheTrainingExamplesOfEachClass() {
        String file = TableFile.csv(folder, "t.csv", "a,label", "1,0", "2,2", "4,2", "5,1");

        try (StoredDataset dataset = StoredDataset.open(LocalSpark.session(), plan(file, List.of()))) {
            assertThat(dataset.report().classCounts()).containsExactly(1L, 0L, 2L);
        }
    }

    private static DataPlan targets(String file, List<String> columns, Scaling scaling) {
        return new DataPlan.Csv(
                file, new LabelPlan.Targets(columns, scaling), List.of(), new EvaluationSplit.Last(1), Scaling.NONE, 1);
    }

    @Test
    void findsTheSameColumnsInTheEvaluationFile() {
        String training = TableFile.csv(folder, "train.csv", "a,b,label", "1,2,0", "3,4,1");
        String evaluation = TableFile.csv(folder, "test.csv", "id,label,b,a", "x,2,20,10");

        try (StoredDataset dataset = StoredDataset.open(
                LocalSpark.session(),
                new DataPlan.Csv(
                        training,
                        new LabelPlan.Classes("label", 0),
                        List.of(),
                        new EvaluationSplit.File(evaluation, ""),
                        Scaling.NONE,
                        1))) {
            ExamplePartition held = dataset.partitions(new BatchShares(1, 1), 1)
                    .first()
                    .evaluation()
                    .get(0);

            assertThat(held.features()).containsExactly(10, 20);
            assertThat(held.index(0)).isEqualTo(2);
            assertThat(held.labelType()).isEqualTo(new LabelType.Classes(3));
            assertThat(dataset.contactSheet()).isEmpty();
        }
    }

    private String manyRows() {
        return TableFile.csv(
                folder,
                "many.csv",
                Stream.concat(
                                Stream.of("a,b,label"),
                                IntStream.range(0, 5000).mapToObj(row -> row + "," + row * row % 17 + "," + row % 3))
                        .toArray(String[]::new));
    }

    private static SparkSession splitInto(int bytes) {
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.files.maxPartitionBytes", bytes);
        session.conf().set("spark.sql.files.openCostInBytes", 0);
        return session;
    }

    private static DataPlan plan(String file, List<String> features) {
        return new DataPlan.Csv(
                file, new LabelPlan.Classes("label", 0), features, new EvaluationSplit.Last(1), Scaling.NONE, 1);
    }

    private static String hash(SparkSession session, DataPlan plan) {
        try (StoredDataset dataset = StoredDataset.open(session, plan)) {
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

    private static int positionOf(ExamplePartition partition, long index) {
        int position = 0;
        while (partition.index(position) != index) {
            position++;
        }
        return position;
    }

    private static float[] features(ExamplePartition partition, int position) {
        int count = partition.featureCount();
        return Arrays.copyOfRange(partition.features(), position * count, (position + 1) * count);
    }
}

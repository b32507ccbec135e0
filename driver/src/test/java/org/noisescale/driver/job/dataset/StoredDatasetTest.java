package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Scaling;
import org.noisescale.worker.dataset.BatchSampler;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.EpochAudit;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.ReshuffledSampler;
import org.noisescale.worker.dataset.strokes.Strokes;

class StoredDatasetTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final BatchShares SHARES = new BatchShares(10, 4);

    @Test
    void reportsWhatItHolds() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(2500, Scaling.NONE))) {
            DatasetReport report = dataset.report();

            assertThat(report.trainingExamples()).isEqualTo(2000);
            assertThat(report.evaluationExamples()).isEqualTo(500);
            assertThat(report.featureCount()).isEqualTo(Strokes.FEATURE_COUNT);
            assertThat(report.outputCount()).isEqualTo(Strokes.CLASS_COUNT);
            assertThat(report.sha256()).hasSize(64);
        }
    }

    @Test
    void dealsOnePartitionPerWorkerWithItsVirtualWorkersInOrder() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(2500, Scaling.NONE))) {
            JavaRDD<WorkerPartition> partitions = dataset.partitions(SHARES, 3);
            List<WorkerPartition> workers = partitions.collect();

            assertThat(partitions.getNumPartitions()).isEqualTo(3);
            assertThat(workers).extracting(WorkerPartition::rank).containsExactly(0, 1, 2);
            assertThat(workers).extracting(worker -> worker.training().size()).containsExactly(1, 1, 2);
            assertThat(virtualWorkers(workers, WorkerPartition::training))
                    .extracting(ExamplePartition::exampleCount)
                    .containsExactly(400, 600, 400, 600);
            assertThat(virtualWorkers(workers, WorkerPartition::evaluation))
                    .extracting(ExamplePartition::exampleCount)
                    .containsExactly(125, 125, 125, 125);
        }
    }

    @Test
    void givesEveryExampleToOneVirtualWorkerWithItsOwnFeaturesAndLabel() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(1100, Scaling.NONE))) {
            List<WorkerPartition> workers = dataset.partitions(SHARES, 2).collect();
            BitSet training = indices(virtualWorkers(workers, WorkerPartition::training));
            BitSet evaluation = indices(virtualWorkers(workers, WorkerPartition::evaluation));

            assertThat(training).isEqualTo(dataset.trainingIndices());
            assertThat(training.intersects(evaluation)).isFalse();
            assertThat(training.cardinality() + evaluation.cardinality()).isEqualTo(1100);
            assertThat(virtualWorkers(workers, WorkerPartition::training))
                    .allSatisfy(StoredDatasetTest::isDrawnAsStrokes);
            assertThat(virtualWorkers(workers, WorkerPartition::evaluation))
                    .allSatisfy(StoredDatasetTest::isDrawnAsStrokes);
        }
    }

    @Test
    void whatAVirtualWorkerHoldsDoesNotDependOnTheNumberOfWorkers() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(1100, Scaling.STANDARDISE))) {
            List<WorkerPartition> one = dataset.partitions(SHARES, 1).collect();

            for (int workers = 2; workers <= 4; workers++) {
                List<WorkerPartition> several =
                        dataset.partitions(SHARES, workers).collect();
                assertThat(content(several, WorkerPartition::training))
                        .isEqualTo(content(one, WorkerPartition::training));
                assertThat(content(several, WorkerPartition::evaluation))
                        .isEqualTo(content(one, WorkerPartition::evaluation));
            }
        }
    }

    @Test
    void theSameDivisionIsHeldAndAnotherOneReplacesIt() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(1100, Scaling.NONE))) {
            JavaRDD<WorkerPartition> first = dataset.partitions(SHARES, 2);

            assertThat(dataset.partitions(new BatchShares(20, 4), 2)).isNotSameAs(first);
            JavaRDD<WorkerPartition> again = dataset.partitions(SHARES, 2);
            assertThat(dataset.partitions(SHARES, 2)).isSameAs(again);
            assertThat(again.getStorageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
            assertThat(first.getStorageLevel()).isEqualTo(StorageLevel.NONE());
        }
    }

    @Test
    void closingReleasesEverything() {
        int before = SPARK.sparkContext().getPersistentRDDs().size();
        StoredDataset dataset = StoredDataset.open(SPARK, strokes(1100, Scaling.NONE));
        dataset.partitions(SHARES, 2).count();

        dataset.close();

        assertThat(SPARK.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    }

    @Test
    void anAuditOfSampledEpochsProvesThatAllTrainingExamplesAreCounted() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(1103, Scaling.NONE))) {
            List<ExamplePartition> partitions =
                    virtualWorkers(dataset.partitions(SHARES, 3).collect(), WorkerPartition::training);

            EpochAuditReport merged = IntStream.range(0, 4)
                    .mapToObj(v -> auditOf(v, partitions.get(v), 200))
                    .reduce(EpochAuditReport::mergedWith)
                    .orElseThrow();

            merged.requireEveryExampleOnce(dataset.trainingIndices());
            assertThat(merged.epochsCompleted()).isEqualTo(2);
            assertThat(merged.observed()).isEqualTo(2000);
        }
    }

    @Test
    void anotherSeedIsAnotherDataset() {
        try (StoredDataset one = StoredDataset.open(SPARK, strokes(200, Scaling.NONE));
                StoredDataset same = StoredDataset.open(SPARK, strokes(200, Scaling.UNIT));
                StoredDataset other = StoredDataset.open(
                        SPARK, new DataPlan.Strokes(200, new EvaluationSplit.Fraction(0.2), Scaling.NONE, 8))) {
            assertThat(same.report()).isEqualTo(one.report());
            assertThat(other.report().sha256()).isNotEqualTo(one.report().sha256());
        }
    }

    @Test
    void showsTheFirstTrainingImages() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(200, Scaling.STANDARDISE))) {
            ContactSheet sheet = dataset.contactSheet().orElseThrow();
            List<WorkerPartition> workers =
                    dataset.partitions(new BatchShares(1, 1), 1).collect();

            assertThat(sheet.rows()).isEqualTo(6);
            assertThat(sheet.columns()).isEqualTo(10);
            assertThat(sheet.labels()).hasSize(60);
            assertThat(sheet.labels().get(59))
                    .isEqualTo(workers.get(0).training().get(0).label(59));
            byte[] pixels = Base64.getDecoder().decode(sheet.pixels());
            assertThat(pixels).hasSize(60 * 28 * 28).contains(0);
        }
    }

    @Test
    void refusesABatchThatIsLargerThanTheTrainingPart() {
        try (StoredDataset dataset = StoredDataset.open(SPARK, strokes(100, Scaling.NONE))) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> dataset.partitions(new BatchShares(81, 2), 2))
                    .withMessage("strokes: batchSize is 81, but the training part has only 80 examples;"
                            + " take a smaller batch or more examples");
        }
    }

    @Test
    void refusesAnEvaluationFileForGeneratedExamples() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> StoredDataset.open(
                        SPARK, new DataPlan.Strokes(100, new EvaluationSplit.File("x", ""), Scaling.NONE, 1)))
                .withMessageContaining("have no evaluation file");
    }

    private static EpochAuditReport auditOf(int virtualWorker, ExamplePartition partition, int steps) {
        int[] positions = new int[SHARES.share(virtualWorker)];
        BatchSampler sampler = new ReshuffledSampler(5, virtualWorker, partition.exampleCount(), positions.length);
        EpochAudit audit = new EpochAudit(virtualWorker, partition);
        for (int step = 0; step < steps; step++) {
            sampler.drawInto(step, positions);
            for (int position : positions) {
                audit.observe(partition.index(position));
            }
        }
        return audit.report();
    }

    private static DataPlan strokes(int examples, Scaling scaling) {
        return new DataPlan.Strokes(examples, new EvaluationSplit.Fraction(0.2), scaling, 7);
    }

    private static void isDrawnAsStrokes(ExamplePartition partition) {
        Strokes strokes = new Strokes(7);
        float[] expected = new float[Strokes.FEATURE_COUNT];
        for (int position = 0; position < partition.exampleCount(); position++) {
            strokes.drawInto(partition.index(position), expected, 0);
            int offset = position * Strokes.FEATURE_COUNT;
            assertThat(Arrays.equals(
                            partition.features(), offset, offset + Strokes.FEATURE_COUNT, expected, 0, expected.length))
                    .isTrue();
            assertThat(partition.label(position)).isEqualTo(strokes.label(partition.index(position)));
        }
    }

    private static List<ExamplePartition> virtualWorkers(
            List<WorkerPartition> workers, Function<WorkerPartition, List<ExamplePartition>> part) {
        List<ExamplePartition> all = new ArrayList<>();
        workers.stream()
                .sorted(Comparator.comparingInt(WorkerPartition::rank))
                .forEach(worker -> all.addAll(part.apply(worker)));
        return all;
    }

    private static BitSet indices(List<ExamplePartition> partitions) {
        BitSet indices = new BitSet();
        for (ExamplePartition partition : partitions) {
            for (int position = 0; position < partition.exampleCount(); position++) {
                assertThat(indices.get((int) partition.index(position))).isFalse();
                indices.set((int) partition.index(position));
            }
        }
        return indices;
    }

    private static List<Integer> content(
            List<WorkerPartition> workers, Function<WorkerPartition, List<ExamplePartition>> part) {
        List<Integer> hashes = new ArrayList<>();
        for (ExamplePartition partition : virtualWorkers(workers, part)) {
            hashes.add(Arrays.hashCode(partition.features()));
            for (int position = 0; position < partition.exampleCount(); position++) {
                hashes.add((int) partition.index(position) * 31 + partition.label(position));
            }
        }
        return hashes;
    }
}

package org.noisescale.driver.job.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.InputException;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.LabelType;

/**
 * A dataset that was read, checked and measured once and lies in blocks on the executors, ready to be divided over
 * workers. What a virtual worker holds depends on the data plan and the shares alone, not on the number of workers, of
 * cores, or of Spark's partitions.
 *
 * <p>It belongs to the driver's thread. Memory: the blocks (which Spark may move to disk) and the partitions of the
 * latest division, 4 bytes a feature each.
 */
public final class StoredDataset implements AutoCloseable {
    private final RawExamples examples;
    private final Division division;
    private final FeatureFigures figures;
    private final LabelFigures labelFigures;
    private final Broadcast<ExampleScaling> scaling;
    private final DatasetReport report;
    private @Nullable Dealt dealt;

    private StoredDataset(SparkSession spark, Source source) {
        this.examples = source.examples();
        this.division = source.division();
        this.figures = new FeatureFigures(examples.featureCount());
        this.labelFigures = new LabelFigures(examples.labelType().allocate(0).width());
        this.report = measure();
        ExampleScaling measures = new ExampleScaling(
                FeatureScaling.of(source.scaling(), figures, examples.shape().isPresent()),
                FeatureScaling.of(source.targetScaling(), labelFigures.values(), false));
        this.scaling = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(measures);
    }

    /**
     * Reads, checks and measures a dataset.
     *
     * @throws InputException with file, row and column of the first thing in it that cannot be trained on
     */
    public static StoredDataset open(SparkSession spark, DataPlan plan) {
        return open(spark, Source.read(spark, plan));
    }

    /**
     * Reads, checks and measures rows that are there already.
     *
     * @param plan which columns are what, and what is done with them; its location does not count
     * @throws InputException with the column of something in it that cannot be trained on
     */
    public static StoredDataset open(SparkSession spark, Dataset<Row> rows, DataPlan.Table plan) {
        return open(spark, Source.of(rows, plan));
    }

    private static StoredDataset open(SparkSession spark, Source source) {
        RawExamples examples = source.examples();
        examples.blocks().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return new StoredDataset(spark, source);
        } catch (InputException e) {
            examples.blocks().unpersist();
            throw e;
        } finally {
            examples.release();
        }
    }

    /** How features are scaled. */
    public FeatureScaling featureScaling() {
        return scaling.value().features();
    }

    /** What the dataset is. */
    public DatasetReport report() {
        return report;
    }

    /** The indices in the whole dataset of the training examples: what an epoch has to count. */
    public BitSet trainingIndices() {
        return division.trainingIndices();
    }

    /** A sample of the training images; empty where examples are no grey images. */
    public Optional<ContactSheet> contactSheet() {
        return examples.shape()
                .filter(shape -> shape.channels() == 1)
                .map(shape -> ContactSheet.of(
                        shape,
                        DataJob.collect(
                                examples.name(), examples.blocks().flatMap(new ContactSheet.Sampling(division))),
                        figures));
    }

    /**
     * The examples divided over workers: one Spark partition for each, with one element, held in the executors' memory
     * from first use on. The same division again costs nothing; another one releases the one before.
     *
     * @param workers at most as many as virtual workers
     * @throws InputException if there are fewer training examples than a batch, or too many for a virtual worker
     */
    public JavaRDD<WorkerPartition> partitions(BatchShares shares, int workers) {
        if (division.training() < shares.batchSize()) {
            throw new InputException(
                    examples.name() + ": batchSize is " + shares.batchSize() + ", but the training part" + " has only "
                            + division.training() + " examples; take a smaller batch or more examples");
        }
        Slices slices = Slices.of(shares, division);
        if (dealt == null || dealt.workers() != workers || !dealt.slices().equals(slices)) {
            releasePartitions();
            dealt = new Dealt(slices, workers, deal(slices, workers));
        }
        return dealt.partitions();
    }

    /**
     * So many training examples, drawn by the seed of the data: those with the first places of the shuffle. They depend
     * on nothing else, and of two samples the smaller one is the beginning of the larger.
     *
     * @param count at most as many as there are
     */
    public ExamplePartition sample(int count) {
        List<Parcel> parcels =
                DataJob.collect(examples.name(), examples.blocks().map(new SampleParcels(division, count, scaling)));
        return SampleParcels.unpack(parcels, count, examples.featureCount(), examples.labelType());
    }

    /** Releases all memory on the executors. */
    @Override
    public void close() {
        releasePartitions();
        examples.blocks().unpersist();
        scaling.unpersist();
    }

    private JavaRDD<WorkerPartition> deal(Slices slices, int workers) {
        int featureCount = examples.featureCount();
        if (slices.lengthMax() * featureCount > Integer.MAX_VALUE) {
            throw new InputException(examples.name() + ": a virtual worker would hold " + slices.lengthMax()
                    + " examples of " + featureCount + " features, beyond 2^31 values; raise virtualWorkers");
        }
        return examples.blocks()
                .flatMapToPair(new Shipping(division, slices, workers, scaling))
                .partitionBy(new RankPartitioner(workers))
                .mapPartitionsWithIndex(new Unpacking(slices, workers, featureCount, examples.labelType()), true)
                .persist(StorageLevel.MEMORY_ONLY());
    }

    private void releasePartitions() {
        if (dealt != null) {
            dealt.partitions().unpersist();
            dealt = null;
        }
    }

    private DatasetReport measure() {
        List<BlockSummary> blocks = new ArrayList<>(
                DataJob.collect(examples.name(), examples.blocks().map(new BlockSummary.Summarising(division))));
        blocks.sort(Comparator.comparingLong(BlockSummary::firstIndex));
        for (BlockSummary block : blocks) {
            figures.merge(block.figures());
            labelFigures.merge(block.labels());
        }
        labelFigures.findConstant().ifPresent(this::refuseConstant);
        return new DatasetReport(
                division.training(),
                division.evaluation(),
                examples.featureCount(),
                examples.labelType(),
                labelFigures.classCounts(examples.labelType()),
                examples.shape().map(ImageShape::sizes).orElse(List.of()),
                DatasetHash.of(blocks.stream().map(BlockSummary::sha256).toList()));
    }

    private void refuseConstant(int label) {
        double value = labelFigures.values().least(label);
        boolean classes = examples.labelType() instanceof LabelType.Classes;
        throw new InputException(examples.name() + ": all " + division.training() + " training examples have "
                + (classes
                        ? "label " + (int) value + "; nothing can be learned from one class"
                        : "the value " + value + " for target " + (label + 1) + "; nothing can be learned from it"));
    }

    /** A division over workers that is held. */
    private record Dealt(Slices slices, int workers, JavaRDD<WorkerPartition> partitions) {}
}

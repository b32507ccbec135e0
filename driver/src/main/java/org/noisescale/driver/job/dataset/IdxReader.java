package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.noisescale.driver.study.InputException;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/**
 * Files of the MNIST family, through Spark's reader of binary files. One task reads a file whole; its examples are then
 * spread over all. The labels, a byte each, travel over the driver.
 */
final class IdxReader {
    private IdxReader() {}

    static RawExamples read(SparkSession spark, String imagesName, String labelsName, LabelRange range) {
        JavaRDD<IdxContent> imageFile = content(spark, imagesName, IdxFormat.IMAGES);
        IdxContent labels = only(labelsName, content(spark, labelsName, IdxFormat.LABELS));
        imageFile.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return joined(spark, imagesName, imageFile, labelsName, labels, range);
        } catch (InputException e) {
            imageFile.unpersist();
            throw e;
        }
    }

    private static RawExamples joined(
            SparkSession spark,
            String imagesName,
            JavaRDD<IdxContent> imageFile,
            String labelsName,
            IdxContent labels,
            LabelRange range) {
        IdxContent images = only(imagesName, imageFile.map(new Outlining()));
        if (labels.count() != images.count()) {
            throw new InputException(labelsName + ": holds " + labels.count() + " labels, but " + imagesName + " holds "
                    + images.count() + " images; they do not belong together");
        }
        LabelType labelType = range.type(largestLabel(labelsName, labels, range));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new RawExamples(
                imagesName,
                imageFile.flatMap(new Cutting(context.broadcast(labels))).repartition(context.defaultParallelism()),
                images.count(),
                images.shape().pixels(),
                labelType,
                Optional.of(images.shape()),
                List.of(imageFile));
    }

    private static JavaRDD<IdxContent> content(SparkSession spark, String name, IdxFormat format) {
        return spark.read()
                .format("binaryFile")
                .load(InputFile.require(spark, name).literalPath())
                .select("content")
                .javaRDD()
                .map(new Parsing(format));
    }

    private static IdxContent only(String name, JavaRDD<IdxContent> file) {
        IdxContent content = DataJob.collect(name, file).get(0);
        DataProblem problem = content.problem();
        if (problem != null) {
            throw problem.in(name);
        }
        return content;
    }

    private static int largestLabel(String name, IdxContent labels, LabelRange range) {
        int largest = 0;
        for (int row = 0; row < labels.count(); row++) {
            int label = labels.value(row);
            Optional<String> complaint = range.findComplaint(label);
            if (complaint.isPresent()) {
                throw new DataProblem(row + 1L, "", complaint.get()).in(name);
            }
            largest = Math.max(largest, label);
        }
        return largest;
    }

    /** Parses a whole file. */
    record Parsing(IdxFormat format) implements Function<Row, IdxContent> {
        @Override
        public IdxContent call(Row row) {
            return format.parse(row.getAs(0));
        }
    }

    /** Takes from a file what the driver needs. */
    record Outlining() implements Function<IdxContent, IdxContent> {
        @Override
        public IdxContent call(IdxContent content) {
            return content.outline();
        }
    }

    /** Cuts a file of images into blocks of examples. */
    record Cutting(Broadcast<IdxContent> labels) implements FlatMapFunction<IdxContent, ExampleBlock> {
        @Override
        public Iterator<ExampleBlock> call(IdxContent images) {
            int featureCount = images.shape().pixels();
            int rows = ExampleBlock.rowsPerBlock(featureCount);
            return IntStream.iterate(0, first -> first < images.count(), first -> first + rows)
                    .mapToObj(first -> block(images, first, Math.min(rows, images.count() - first)))
                    .iterator();
        }

        private ExampleBlock block(IdxContent images, int first, int rows) {
            int featureCount = images.shape().pixels();
            float[] features = new float[rows * featureCount];
            for (int i = 0; i < features.length; i++) {
                features[i] = images.value(first * featureCount + i);
            }
            int[] classes = new int[rows];
            for (int row = 0; row < rows; row++) {
                classes[row] = labels.value().value(first + row);
            }
            return new ExampleBlock(first, featureCount, features, Labels.ofClasses(classes));
        }
    }
}

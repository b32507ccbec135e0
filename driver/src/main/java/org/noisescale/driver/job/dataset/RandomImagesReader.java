package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/** Generated images, half noise and half the pattern of their class: every block is drawn where it is needed. */
final class RandomImagesReader {
    private RandomImagesReader() {}

    static RawExamples read(SparkSession spark, DataPlan.RandomImages plan) {
        ImageShape shape = shape(plan);
        int rows = ExampleBlock.rowsPerBlock(shape.pixels());
        List<Long> firsts = LongStream.iterate(0, first -> first < plan.examples(), first -> first + rows)
                .boxed()
                .toList();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new RawExamples(
                "random-images",
                context.parallelize(firsts).map(new Drawing(plan)),
                plan.examples(),
                shape.pixels(),
                new LabelType.Classes(plan.classes()),
                Optional.of(shape),
                List.of());
    }

    private static ImageShape shape(DataPlan.RandomImages plan) {
        return new ImageShape(
                plan.extent().channels(), plan.extent().height(), plan.extent().width());
    }

    /** Draws the block that begins at an index. */
    record Drawing(DataPlan.RandomImages plan) implements Function<Long, ExampleBlock> {
        @Override
        public ExampleBlock call(Long first) {
            int pixels = shape(plan).pixels();
            int rows = (int) Math.min(ExampleBlock.rowsPerBlock(pixels), plan.examples() - first);
            float[] features = new float[rows * pixels];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = (int) ((first + row) % plan.classes());
                draw(first + row, labels[row], features, row * pixels, pixels);
            }
            return new ExampleBlock(first, pixels, features, Labels.ofClasses(labels));
        }

        private void draw(long index, int label, float[] features, int offset, int pixels) {
            long pattern = CounterRandom.derive(CounterRandom.derive(plan.seed(), 0), label);
            long noise = CounterRandom.derive(CounterRandom.derive(plan.seed(), 1), index);
            for (int i = 0; i < pixels; i++) {
                features[offset + i] = (float) ((CounterRandom.unit(pattern, i) + CounterRandom.unit(noise, i)) / 2);
            }
        }
    }
}

package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;
import org.noisescale.worker.dataset.strokes.Strokes;

/** Generated digits: every block is drawn where it is needed. */
final class StrokesReader {
    private StrokesReader() {}

    static RawExamples read(SparkSession spark, DataPlan.Strokes plan) {
        int rows = ExampleBlock.rowsPerBlock(Strokes.FEATURE_COUNT);
        List<Long> firsts = LongStream.iterate(0, first -> first < plan.examples(), first -> first + rows)
                .boxed()
                .toList();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new RawExamples(
                "strokes",
                context.parallelize(firsts).map(new Drawing(plan.seed(), plan.examples())),
                plan.examples(),
                Strokes.FEATURE_COUNT,
                new LabelType.Classes(Strokes.CLASS_COUNT),
                Optional.of(new ImageShape(Strokes.SIDE, Strokes.SIDE)),
                List.of());
    }

    /** Draws the block that begins at an index. */
    record Drawing(long seed, long total) implements Function<Long, ExampleBlock> {
        @Override
        public ExampleBlock call(Long first) {
            int rows = (int) Math.min(ExampleBlock.rowsPerBlock(Strokes.FEATURE_COUNT), total - first);
            Strokes strokes = new Strokes(seed);
            float[] features = new float[rows * Strokes.FEATURE_COUNT];
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = strokes.label(first + row);
                strokes.drawInto(first + row, features, row * Strokes.FEATURE_COUNT);
            }
            return new ExampleBlock(first, Strokes.FEATURE_COUNT, features, Labels.ofClasses(labels));
        }
    }
}

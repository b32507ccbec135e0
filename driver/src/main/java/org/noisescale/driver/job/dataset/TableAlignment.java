package org.noisescale.driver.job.dataset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.noisescale.worker.dataset.Labels;
import scala.Tuple2;

/**
 * Cuts pieces at the borders of blocks and tells each part its block, by number.
 *
 * @param rowsBefore for each split, how many rows of the table come before it
 */
record TableAlignment(Map<Split, Long> rowsBefore) implements PairFlatMapFunction<TablePiece, Long, ExampleBlock> {
    @Override
    public Iterator<Tuple2<Long, ExampleBlock>> call(TablePiece piece) {
        ExampleBlock examples = piece.examples();
        int blockRows = ExampleBlock.rowsPerBlock(examples.featureCount());
        long first = Objects.requireNonNull(rowsBefore.get(piece.split())) + piece.firstRow();
        long firstBlock = first / blockRows;
        int blocks = (int) ((first + examples.exampleCount() + blockRows - 1) / blockRows - firstBlock);
        return IntStream.range(0, blocks)
                .mapToObj(block -> {
                    long border = (firstBlock + block) * blockRows;
                    int from = (int) Math.max(0, border - first);
                    int end = (int) Math.min(examples.exampleCount(), border + blockRows - first);
                    return new Tuple2<>(firstBlock + block, examples.slice(from, end, first + from));
                })
                .iterator();
    }

    /** Puts the parts of a block together. */
    record Joining() implements Function<Iterable<ExampleBlock>, ExampleBlock> {
        @Override
        public ExampleBlock call(Iterable<ExampleBlock> parts) {
            ExampleBlock[] inOrder = StreamSupport.stream(parts.spliterator(), false)
                    .sorted(Comparator.comparingLong(ExampleBlock::firstIndex))
                    .toArray(ExampleBlock[]::new);
            int featureCount = inOrder[0].featureCount();
            int rows =
                    Arrays.stream(inOrder).mapToInt(ExampleBlock::exampleCount).sum();
            float[] features = new float[rows * featureCount];
            Labels labels = inOrder[0].labels().allocateLike(rows);
            int row = 0;
            for (ExampleBlock part : inOrder) {
                System.arraycopy(part.features(), 0, features, row * featureCount, part.features().length);
                part.labels().copyInto(0, part.exampleCount(), labels, row);
                row += part.exampleCount();
            }
            return new ExampleBlock(inOrder[0].firstIndex(), featureCount, features, labels);
        }
    }
}

package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;

/**
 * What the driver needs to know of a block.
 *
 * @param figures of its training examples
 * @param labels of its training examples' labels
 * @param sha256 the digest of its content
 */
record BlockSummary(long firstIndex, FeatureFigures figures, LabelFigures labels, String sha256)
        implements Serializable {

    /** Summarises blocks on the executors. */
    record Summarising(Division division) implements Function<ExampleBlock, BlockSummary> {
        @Override
        public BlockSummary call(ExampleBlock block) {
            FeatureFigures figures = new FeatureFigures(block.featureCount());
            LabelFigures labels = new LabelFigures(block.labels().width());
            long[] places = division.places(block.firstIndex(), block.exampleCount());
            for (int row = 0; row < places.length; row++) {
                if (places[row] < division.training()) {
                    figures.observe(block.features(), row * block.featureCount());
                    labels.observe(block.labels(), row);
                }
            }
            return new BlockSummary(block.firstIndex(), figures, labels, DatasetHash.of(block));
        }
    }
}

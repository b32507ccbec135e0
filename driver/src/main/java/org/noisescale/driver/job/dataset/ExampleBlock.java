package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Arrays;
import org.noisescale.worker.dataset.Labels;

/**
 * Consecutive examples of a dataset before scaling. A dataset is cut into blocks at multiples of {@link #rowsPerBlock};
 * what is computed block by block and merged in the order of blocks depends on the data alone, not on how Spark
 * happened to split the file.
 */
final class ExampleBlock implements Serializable {
    private static final int ROWS_MAX = 1024;
    private static final int VALUES_MAX = 1 << 20;

    private final long firstIndex;
    private final int featureCount;
    private final float[] features;
    private final Labels labels;

    /** Takes over the arrays without copying them; {@code features} is row-major. */
    ExampleBlock(long firstIndex, int featureCount, float[] features, Labels labels) {
        if ((long) labels.exampleCount() * featureCount != features.length) {
            throw new IllegalArgumentException(features.length + " values do not make " + labels.exampleCount()
                    + " examples of " + featureCount + " features");
        }
        this.firstIndex = firstIndex;
        this.featureCount = featureCount;
        this.features = features;
        this.labels = labels;
    }

    /** How many examples a whole block has: 1,024, or fewer where that would be more than 2²⁰ values. */
    static int rowsPerBlock(int featureCount) {
        return Math.max(1, Math.min(ROWS_MAX, VALUES_MAX / featureCount));
    }

    long firstIndex() {
        return firstIndex;
    }

    int featureCount() {
        return featureCount;
    }

    int exampleCount() {
        return labels.exampleCount();
    }

    /** Row-major; shared, not a copy. */
    float[] features() {
        return features;
    }

    /** Shared, not a copy. */
    Labels labels() {
        return labels;
    }

    int label(int row) {
        return labels.classAt(row);
    }

    /** The rows {@code [first, end)}, of which the first has this index in the dataset. */
    ExampleBlock slice(int first, int end, long index) {
        return new ExampleBlock(
                index,
                featureCount,
                Arrays.copyOfRange(features, first * featureCount, end * featureCount),
                labels.slice(first, end));
    }

    /** The same examples further back in the dataset. */
    ExampleBlock movedBy(long distance) {
        return new ExampleBlock(firstIndex + distance, featureCount, features, labels);
    }
}

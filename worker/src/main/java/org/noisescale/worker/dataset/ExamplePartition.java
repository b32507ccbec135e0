package org.noisescale.worker.dataset;

import java.io.Serializable;

/**
 * The examples of one virtual worker, in compact primitive form. A label is a class index in {@code [0, classCount)};
 * an index is an example's position in the whole dataset, by which it can be audited.
 */
public final class ExamplePartition implements Serializable {
    private final int featureCount;
    private final int classCount;
    private final float[] features;
    private final int[] labels;
    private final long[] indices;

    /**
     * Takes over the arrays without copying them.
     *
     * @param features row-major, {@code labels.length × featureCount} values
     */
    public ExamplePartition(int featureCount, int classCount, float[] features, int[] labels, long[] indices) {
        if ((long) labels.length * featureCount != features.length || labels.length != indices.length) {
            throw new IllegalArgumentException("features, labels and indices do not fit together: " + features.length
                    + " values for " + labels.length + " labels of " + featureCount + " features, "
                    + indices.length + " indices");
        }
        this.featureCount = featureCount;
        this.classCount = classCount;
        this.features = features;
        this.labels = labels;
        this.indices = indices;
    }

    /** How many examples these are. */
    public int exampleCount() {
        return labels.length;
    }

    /** How many features an example has. */
    public int featureCount() {
        return featureCount;
    }

    /** How many classes the whole dataset has. */
    public int classCount() {
        return classCount;
    }

    /** All features, row-major; shared, not a copy. */
    public float[] features() {
        return features;
    }

    /** The class of the example at this position. */
    public int label(int position) {
        return labels[position];
    }

    /** The index in the whole dataset of the example at this position. */
    public long index(int position) {
        return indices[position];
    }
}

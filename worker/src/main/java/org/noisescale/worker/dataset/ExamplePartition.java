package org.noisescale.worker.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The examples of one virtual worker, in compact primitive form. A label is a class or several targets; an index is an
 * example's position in the whole dataset, by which it can be audited.
 */
public final class ExamplePartition implements Serializable {
    private final int featureCount;
    private final LabelType labelType;
    private final float[] features;
    private final Labels labels;
    private final long[] indices;

    /**
     * Takes over the arrays without copying them.
     *
     * @param features row-major, {@code indices.length × featureCount} values
     */
    public ExamplePartition(int featureCount, LabelType labelType, float[] features, Labels labels, long[] indices) {
        int count = indices.length;
        if ((long) count * featureCount != features.length || labels.exampleCount() != count) {
            throw new IllegalArgumentException("features, labels and indices do not fit together: " + features.length
                    + " values for " + labels.exampleCount() + " labels of " + featureCount + " features, " + count
                    + " indices");
        }
        this.featureCount = featureCount;
        this.labelType = labelType;
        this.features = features;
        this.labels = labels;
        this.indices = indices;
    }

    /** Examples of so many classes. */
    public ExamplePartition(int featureCount, int classCount, float[] features, int[] labels, long[] indices) {
        this(featureCount, new LabelType.Classes(classCount), features, Labels.ofClasses(labels), indices);
    }

    /** How many examples these are. */
    public int exampleCount() {
        return indices.length;
    }

    /** How many features an example has. */
    public int featureCount() {
        return featureCount;
    }

    /** What the examples of the whole dataset are labelled with. */
    public LabelType labelType() {
        return labelType;
    }

    /** All features, row-major; shared, not a copy. */
    public float[] features() {
        return features;
    }

    /** The labels of all examples; shared, not a copy. */
    public Labels labels() {
        return labels;
    }

    /** The class of the example at this position. */
    public int label(int position) {
        return labels.classAt(position);
    }

    /**
     * Writes what a model ought to put out for the example at this position: 1 for its class and 0 for every other, or
     * its targets.
     *
     * @param row {@code labelType().outputCount()} values
     */
    public void desiredOutputInto(int position, float[] row) {
        if (labels.areClasses()) {
            Arrays.fill(row, 0);
            row[labels.classAt(position)] = 1;
        } else {
            System.arraycopy(labels.values(), position * labels.width(), row, 0, labels.width());
        }
    }

    /** The index in the whole dataset of the example at this position. */
    public long index(int position) {
        return indices[position];
    }
}

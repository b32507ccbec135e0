package org.noisescale.driver.job.dataset;

import java.io.Serializable;

/** Scaled examples on their way to one worker, with the places where they belong. */
final class Parcel implements Serializable {
    private final int featureCount;
    private final long[] places;
    private final long[] indices;
    private final int[] labels;
    private final float[] features;
    private int count;

    /** An empty parcel for so many examples. */
    Parcel(int exampleCount, int featureCount) {
        this.featureCount = featureCount;
        this.places = new long[exampleCount];
        this.indices = new long[exampleCount];
        this.labels = new int[exampleCount];
        this.features = new float[exampleCount * featureCount];
    }

    /** Puts in the next example. */
    void put(ExampleBlock block, int row, long place, FeatureScaling scaling) {
        places[count] = place;
        indices[count] = block.firstIndex() + row;
        labels[count] = block.label(row);
        scaling.applyInto(block.features(), row * featureCount, features, count * featureCount);
        count++;
    }

    int count() {
        return count;
    }

    long place(int position) {
        return places[position];
    }

    long index(int position) {
        return indices[position];
    }

    int label(int position) {
        return labels[position];
    }

    /** Copies the features of an example. */
    void copyInto(int position, float[] target, int offset) {
        System.arraycopy(features, position * featureCount, target, offset, featureCount);
    }
}

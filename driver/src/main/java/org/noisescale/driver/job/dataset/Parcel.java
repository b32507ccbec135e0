package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.noisescale.worker.dataset.Labels;

/** Scaled examples on their way to one worker, with the places where they belong. */
final class Parcel implements Serializable {
    private final int featureCount;
    private final long[] places;
    private final long[] indices;
    private final Labels labels;
    private final float[] features;
    private int count;

    /** An empty parcel for so many examples of this block. */
    Parcel(int exampleCount, ExampleBlock block) {
        this.featureCount = block.featureCount();
        this.places = new long[exampleCount];
        this.indices = new long[exampleCount];
        this.labels = block.labels().allocateLike(exampleCount);
        this.features = new float[exampleCount * featureCount];
    }

    /** Puts in the next example. */
    void put(ExampleBlock block, int row, long place, ExampleScaling scaling) {
        places[count] = place;
        indices[count] = block.firstIndex() + row;
        int width = labels.width();
        scaling.labels().applyInto(block.labels().values(), row * width, labels.values(), count * width);
        scaling.features().applyInto(block.features(), row * featureCount, features, count * featureCount);
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

    /** Copies the features and labels of an example to row {@code slot}. */
    void copyInto(int position, float[] targetFeatures, Labels targetLabels, int slot) {
        System.arraycopy(features, position * featureCount, targetFeatures, slot * featureCount, featureCount);
        labels.copyInto(position, 1, targetLabels, slot);
    }
}

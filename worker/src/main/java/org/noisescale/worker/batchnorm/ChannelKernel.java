package org.noisescale.worker.batchnorm;

/**
 * Arithmetic on activations by channel; an implementation knows where the values of a channel lie. Sums go into doubles
 * and are added to what is there, values stay floats.
 */
interface ChannelKernel {
    /** How many values there are in all. */
    int size();

    /** How many values a channel has. */
    long count();

    /** Σ x. */
    void addValues(float[] values, double[] sums);

    /** Σ (x − mean)². */
    void addSquaredDeviations(float[] values, double[] means, double[] sums);

    /** Σ x y. */
    void addProducts(float[] values, float[] others, double[] sums);

    /** x ← (x − mean)·factor. */
    void normalize(float[] values, float[] means, float[] factors);

    /** target ← x·factor + offset. */
    void scale(float[] values, float[] factors, float[] offsets, float[] target);

    /** g ← (g − mean − x·slope)·factor, with x the normalised values. */
    void toInputGradient(float[] gradients, float[] normalized, float[] means, float[] slopes, float[] factors);

    /** Of rows of features, or of images with their channels last. */
    static ChannelKernel ofRows(long rows, int channels) {
        return new RowKernel(Math.toIntExact(rows), channels);
    }

    /** Of images, each of which has its channels one after the other. */
    static ChannelKernel ofRuns(long images, int channels, long run) {
        return new RunKernel(Math.toIntExact(images), channels, Math.toIntExact(run));
    }
}

package org.noisescale.worker.gradient;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.worker.dataset.ExamplePartition;

/** Access to the memory behind ND4J's arrays without a copy. */
final class NativeFloats {
    private NativeFloats() {}

    /** The memory of an array of floats, which must be kept alive by its owner for as long as the view is used. */
    static ByteBuffer view(INDArray array) {
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        return pointer.capacity(array.length()).asByteBuffer();
    }

    /** Copies the features of one example into a row of a row-major matrix. */
    static void copyRow(ExamplePartition partition, int position, INDArray matrix, int row) {
        int count = partition.featureCount();
        put(matrix, (long) row * count, partition.features(), position * count, count);
    }

    /**
     * Copies what a model ought to put out for one example into a row of a row-major matrix.
     *
     * @param desired room for one row
     */
    static void copyDesiredOutput(ExamplePartition partition, int position, INDArray matrix, int row, float[] desired) {
        partition.desiredOutputInto(position, desired);
        put(matrix, (long) row * desired.length, desired, 0, desired.length);
    }

    /** Fills an array with values in their order. */
    static void copy(float[] values, INDArray array) {
        put(array, 0, values, 0, values.length);
    }

    private static void put(INDArray matrix, long to, float[] values, int from, int count) {
        FloatPointer pointer = new FloatPointer(matrix.data().addressPointer());
        pointer.position(to).put(values, from, count);
    }
}

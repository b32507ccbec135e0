package org.noisescale.worker.array;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.worker.dataset.ExamplePartition;

/** Access to the memory behind ND4J's arrays without a copy. */
public final class NativeFloats {
    private NativeFloats() {}

    /** The memory of an array of floats, which must be kept alive by its owner for as long as the view is used. */
    public static ByteBuffer view(INDArray array) {
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        return pointer.capacity(array.length()).asByteBuffer();
    }

    /** Copies the features of one example into a row of a row-major matrix. */
    public static void copyRow(ExamplePartition partition, int position, INDArray matrix, int row) {
        int count = partition.featureCount();
        put(matrix, (long) row * count, partition.features(), position * count, count);
    }

    /**
     * Copies what a model ought to put out for one example into a row of a row-major matrix.
     *
     * @param desired room for one row
     */
    public static void copyDesiredOutput(
            ExamplePartition partition, int position, INDArray matrix, int row, float[] desired) {
        partition.desiredOutputInto(position, desired);
        put(matrix, (long) row * desired.length, desired, 0, desired.length);
    }

    /** Fills an array with values in their order. */
    public static void copy(float[] values, INDArray array) {
        put(array, 0, values, 0, values.length);
    }

    /** The array itself if its memory has it row by row, or a copy that has. */
    public static INDArray rowByRow(INDArray array) {
        return isRowByRow(array) ? array : array.dup('c');
    }

    /**
     * Copies the first values of an array, row by row, whatever its memory's order is.
     *
     * @param target has room for so many
     */
    public static void read(INDArray array, float[] target, int count) {
        read(rowByRow(array), 0, target, count);
    }

    /** Copies so many values from a place on of an array whose memory has them row by row. */
    public static void read(INDArray array, long from, float[] target, int count) {
        requireRowByRow(array);
        new FloatPointer(array.data().addressPointer()).position(from).get(target, 0, count);
    }

    /** Copies so many values to the front of an array whose memory has them row by row. */
    public static void write(float[] values, int count, INDArray array) {
        write(values, count, array, 0);
    }

    /** Copies so many values to a place of an array whose memory has them row by row. */
    public static void write(float[] values, int count, INDArray array, long to) {
        requireRowByRow(array);
        put(array, to, values, 0, count);
    }

    /** Copies some rows of so many values to the front of a target, one after the other. */
    public static void readRows(INDArray array, int[] rows, int width, float[] target) {
        requireRowByRow(array);
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        for (int i = 0; i < rows.length; i++) {
            pointer.position((long) rows[i] * width).get(target, i * width, width);
        }
    }

    /** Copies rows of so many values from the front of an array to where these rows are in another. */
    public static void writeRows(float[] values, int width, INDArray array, int[] rows) {
        requireRowByRow(array);
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        for (int i = 0; i < rows.length; i++) {
            pointer.position((long) rows[i] * width).put(values, i * width, width);
        }
    }

    private static void requireRowByRow(INDArray array) {
        if (!isRowByRow(array)) {
            throw new IllegalArgumentException(
                    "an array must lie in memory row by row, was " + array.shapeInfoToString());
        }
    }

    private static boolean isRowByRow(INDArray array) {
        boolean dense = array.elementWiseStride() == 1;
        return dense && (array.ordering() == 'c' || array.isVectorOrScalar());
    }

    private static void put(INDArray matrix, long to, float[] values, int from, int count) {
        FloatPointer pointer = new FloatPointer(matrix.data().addressPointer());
        pointer.position(to).put(values, from, count);
    }
}

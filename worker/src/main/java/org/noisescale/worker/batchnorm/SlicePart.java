package org.noisescale.worker.batchnorm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.worker.array.NativeFloats;

/** Some examples of a slice, whose values lie row by row in the memory of an array. */
interface SlicePart {
    /** How many there are. */
    int count();

    /**
     * Copies their values to the front of a target.
     *
     * @param width how many values an example has
     */
    void read(INDArray slice, int width, float[] target);

    /** Copies values from the front of an array to where theirs belong. */
    void write(float[] values, int width, INDArray slice);

    /** Examples one after the other. */
    record Neighbours(int first, int count) implements SlicePart {
        @Override
        public void read(INDArray slice, int width, float[] target) {
            NativeFloats.read(slice, (long) first * width, target, count * width);
        }

        @Override
        public void write(float[] values, int width, INDArray slice) {
            NativeFloats.write(values, count * width, slice, (long) first * width);
        }
    }

    /** Examples from anywhere. */
    final class Scattered implements SlicePart {
        private final int[] rows;

        Scattered(int... rows) {
            this.rows = rows.clone();
        }

        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public void read(INDArray slice, int width, float[] target) {
            NativeFloats.readRows(slice, rows, width, target);
        }

        @Override
        public void write(float[] values, int width, INDArray slice) {
            NativeFloats.writeRows(values, width, slice, rows);
        }
    }
}

package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/**
 * A column of features.
 *
 * @param width how many features a row of it has
 */
record FeatureColumn(String name, Kind kind, int width) implements Serializable {
    private static final String MEND = "; fill it in, or leave such rows out in a query";
    private static final String EMPTY = "has no value (null)" + MEND;
    private static final int VECTOR_FIELDS = 4;

    /** What a row of a column holds. */
    enum Kind {
        /** A number. */
        NUMBER,
        /** An array of doubles. */
        ARRAY,
        /** Spark ML's vector, dense or sparse: type (0 means sparse), size, indices, values. */
        VECTOR
    }

    /** How many features a row has at this position; nothing to be counted is 0. */
    static int width(Kind kind, InternalRow row, int position) {
        if (kind == Kind.NUMBER) {
            return 1;
        }
        if (row.isNullAt(position)) {
            return 0;
        }
        return kind == Kind.ARRAY
                ? row.getArray(position).numElements()
                : vectorSize(row.getStruct(position, VECTOR_FIELDS));
    }

    /**
     * Writes the features of a row.
     *
     * @param position of the column in the row
     * @param offset where the first feature belongs
     * @return what is wrong with the cell; null if nothing is
     */
    @Nullable
    String readInto(InternalRow row, int position, float[] target, int offset) {
        if (row.isNullAt(position)) {
            return EMPTY;
        }
        if (kind == Kind.NUMBER) {
            return put(row.getDouble(position), target, offset);
        }
        int found = width(kind, row, position);
        if (found != width) {
            return "has " + found + " values, but another row has " + width + "; all must be equally long";
        }
        return kind == Kind.ARRAY
                ? arrayInto(row.getArray(position), target, offset)
                : vectorInto(row.getStruct(position, VECTOR_FIELDS), target, offset);
    }

    private static int vectorSize(InternalRow vector) {
        return isSparse(vector) ? vector.getInt(1) : vector.getArray(3).numElements();
    }

    private static boolean isSparse(InternalRow vector) {
        return vector.getByte(0) == 0;
    }

    private static @Nullable String vectorInto(InternalRow vector, float[] target, int offset) {
        ArrayData values = vector.getArray(3);
        if (!isSparse(vector)) {
            return arrayInto(values, target, offset);
        }
        ArrayData indices = vector.getArray(2);
        for (int i = 0; i < values.numElements(); i++) {
            int index = indices.getInt(i);
            String complaint = put(values.getDouble(i), target, offset + index);
            if (complaint != null) {
                return "value " + (index + 1) + ": " + complaint;
            }
        }
        return null;
    }

    private static @Nullable String arrayInto(ArrayData values, float[] target, int offset) {
        for (int index = 0; index < values.numElements(); index++) {
            String complaint = values.isNullAt(index) ? EMPTY : put(values.getDouble(index), target, offset + index);
            if (complaint != null) {
                return "value " + (index + 1) + ": " + complaint;
            }
        }
        return null;
    }

    /** Without a sign of zero, which Spark's own order and hash of rows do not know either. */
    private static @Nullable String put(double value, float[] target, int position) {
        float rounded = (float) value + 0f;
        target[position] = rounded;
        return Float.isFinite(rounded) ? null : CellFormat.complaintOfNumber(String.valueOf(value));
    }
}

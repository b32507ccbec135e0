package org.noisescale.parameterserver.layout;

import java.io.Serializable;

/**
 * A named part of the flat parameter vector, such as {@code 0_W}.
 *
 * @param offset index of the first value in the flat vector
 * @param length how many values, at least 1
 */
public record Segment(String name, int offset, int length, Kind kind) implements Serializable {
    /** Checks the range. */
    public Segment {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException(
                    "segment " + name + " must have offset >= 0 and length >= 1, was " + offset + ", " + length);
        }
        if (length > Integer.MAX_VALUE - offset) {
            throw new IllegalArgumentException(
                    "segment " + name + " must end below 2^31, was " + ((long) offset + length));
        }
    }

    /** The index after the last value. */
    public int end() {
        return offset + length;
    }

    /** What a segment's values are. */
    public enum Kind {
        /** Values that the optimizer changes and regularisation draws towards 0. */
        WEIGHT,
        /** Values that the optimizer changes and that are not regularised: biases, gains and offsets. */
        BIAS,
        /**
         * Running statistics, such as BatchNorm's mean: their pseudo-gradients are averaged over virtual workers and
         * subtracted; no optimizer, no decay, no division by the count.
         */
        STATISTIC;

        /** Whether the optimizer changes the values. */
        public boolean isTrainable() {
            return this != STATISTIC;
        }
    }
}

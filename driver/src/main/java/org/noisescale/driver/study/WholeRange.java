package org.noisescale.driver.study;

/** The whole numbers from {@code min} to {@code max}, both included. */
record WholeRange(long min, long max) {
    /** Checks that the range is not empty. */
    WholeRange {
        if (min > max) {
            throw new IllegalArgumentException("min must be at most max (" + max + "), was " + min);
        }
    }

    boolean contains(long value) {
        return min <= value && value <= max;
    }

    /** Throws {@link IllegalArgumentException} unless {@code value}, called {@code name}, is in the range. */
    void require(String name, long value) {
        if (!contains(value)) {
            throw new IllegalArgumentException(name + " must be " + this + ", was " + value);
        }
    }

    /** For messages: what a value must be. */
    @Override
    public String toString() {
        return max == Long.MAX_VALUE ? "a whole number from " + min : "a whole number from " + min + " to " + max;
    }
}

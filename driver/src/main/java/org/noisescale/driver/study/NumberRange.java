package org.noisescale.driver.study;

/**
 * Finite numbers from {@code min} to {@code max}, both included; {@code words} says in messages what a value must be.
 * An open end is the neighbouring double.
 */
record NumberRange(double min, double max, String words) {
    /** Every number that is neither infinite nor NaN. */
    static final NumberRange FINITE = new NumberRange(-Double.MAX_VALUE, Double.MAX_VALUE, "a finite number");
    /** Finite and greater than 0. */
    static final NumberRange POSITIVE = new NumberRange(Double.MIN_VALUE, Double.MAX_VALUE, "a positive finite number");
    /** Finite and at least 0. */
    static final NumberRange NOT_NEGATIVE = new NumberRange(0, Double.MAX_VALUE, "a finite number from 0");
    /** Greater than 0 and less than 1. */
    static final NumberRange FRACTION = new NumberRange(Double.MIN_VALUE, Math.nextDown(1.0), "a number in (0, 1)");
    /** The range of decay rates such as β₁: at least 0 and less than 1. */
    static final NumberRange DECAY = new NumberRange(0, Math.nextDown(1.0), "a number in [0, 1)");

    /** The closed interval. */
    static NumberRange between(double min, double max) {
        return new NumberRange(min, max, "a number in [" + min + ", " + max + "]");
    }

    boolean contains(double value) {
        return min <= value && value <= max;
    }

    /** Throws {@link IllegalArgumentException} unless {@code value}, called {@code name}, is in the range. */
    void require(String name, double value) {
        if (!contains(value)) {
            throw new IllegalArgumentException(name + " must be " + words + ", was " + value);
        }
    }
}

package org.noisescale.parameterserver.optimizer;

/** What the settings of optimizers must fulfil, in the precision they are computed with. */
final class Ranges {
    private Ranges() {}

    static void requirePositive(String name, double value) {
        if (!((float) value >= Float.MIN_NORMAL && (float) value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be positive and finite as a float, was " + value);
        }
    }

    static void requireNotNegative(String name, double value) {
        if (value != 0) {
            requirePositive(name, value);
        }
    }

    static void requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), was " + value);
        }
        if ((float) value == 1) {
            throw new IllegalArgumentException(name + " must be below 1 as a float, was " + value);
        }
    }

    static void requireFraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), was " + value);
        }
    }

    static void requireCount(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }
}

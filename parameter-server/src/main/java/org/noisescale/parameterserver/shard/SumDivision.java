package org.noisescale.parameterserver.shard;

/**
 * x ← x/n for a sum over n examples. Mostly n is a power of two; its reciprocal is exact then, and a product with that
 * is the same real number as the quotient, so that it is rounded to the same bits, at a third of the price.
 */
final class SumDivision {
    private SumDivision() {}

    /** Divides {@code values[from, to)} by a positive normal number. */
    static void divide(float[] values, int from, int to, float divisor) {
        if (isPowerOfTwo(divisor)) {
            multiply(values, from, to, 1 / divisor);
            return;
        }
        for (int i = from; i < to; i++) {
            values[i] /= divisor;
        }
    }

    private static boolean isPowerOfTwo(float divisor) {
        return divisor == Math.scalb(1f, Math.getExponent(divisor));
    }

    private static void multiply(float[] values, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            values[i] *= factor;
        }
    }
}

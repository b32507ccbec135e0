package org.noisescale.parameterserver.noise;

/**
 * Σ xᵢ² of floats, accumulated in double in one fixed order (eight interleaved partial sums), so that every party that
 * computes it on the same values gets the same bits.
 */
public final class SquaredNorm {
    private static final int LANES = 8;

    private SquaredNorm() {}

    /** The squared norm of {@code values[from, to)}. */
    public static double of(float[] values, int from, int to) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        double sum4 = 0;
        double sum5 = 0;
        double sum6 = 0;
        double sum7 = 0;
        int i = from;
        for (int last = to - LANES; i <= last; i += LANES) {
            sum0 += square(values[i]);
            sum1 += square(values[i + 1]);
            sum2 += square(values[i + 2]);
            sum3 += square(values[i + 3]);
            sum4 += square(values[i + 4]);
            sum5 += square(values[i + 5]);
            sum6 += square(values[i + 6]);
            sum7 += square(values[i + 7]);
        }
        double rest = 0;
        for (; i < to; i++) {
            rest += square(values[i]);
        }
        return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7)) + rest;
    }

    private static double square(float value) {
        return (double) value * value;
    }
}

package org.noisescale.parameterserver.noise;

/**
 * Σ xᵢ² of floats, accumulated in double in one fixed order (eight interleaved partial sums), so that every party that
 * computes it on the same values gets the same bits. The square of a float is exact in double, so that a fused
 * multiply-add, half as expensive as two operations, rounds like them.
 *
 * <p>Values may be handed over block by block, while they are in cache; all blocks but the last must have a length that
 * {@link #LANES} divides, and the result has the bits of one call with all values.
 */
public final class SquaredNorm {
    /** What divides the length of every block but the last. */
    public static final int LANES = 8;

    private double sum0;
    private double sum1;
    private double sum2;
    private double sum3;
    private double sum4;
    private double sum5;
    private double sum6;
    private double sum7;
    private double rest;

    /** The squared norm of {@code values[from, to)}. */
    public static double of(float[] values, int from, int to) {
        SquaredNorm norm = new SquaredNorm();
        norm.add(values, from, to);
        return norm.value();
    }

    /** Begins anew. */
    public void clear() {
        sum0 = 0;
        sum1 = 0;
        sum2 = 0;
        sum3 = 0;
        sum4 = 0;
        sum5 = 0;
        sum6 = 0;
        sum7 = 0;
        rest = 0;
    }

    /** Takes the next block, {@code values[from, to)}. */
    public void add(float[] values, int from, int to) {
        int end = to - (to - from) % LANES;
        addLanes(values, from, end);
        for (int i = end; i < to; i++) {
            rest = add(values[i], rest);
        }
    }

    private void addLanes(float[] values, int from, int end) {
        double a = sum0;
        double b = sum1;
        double c = sum2;
        double d = sum3;
        double e = sum4;
        double f = sum5;
        double g = sum6;
        double h = sum7;
        int i = from;
        for (; i <= end - 32; i += 32) {
            a = add(values[i], a);
            b = add(values[i + 1], b);
            c = add(values[i + 2], c);
            d = add(values[i + 3], d);
            e = add(values[i + 4], e);
            f = add(values[i + 5], f);
            g = add(values[i + 6], g);
            h = add(values[i + 7], h);
            a = add(values[i + 8], a);
            b = add(values[i + 9], b);
            c = add(values[i + 10], c);
            d = add(values[i + 11], d);
            e = add(values[i + 12], e);
            f = add(values[i + 13], f);
            g = add(values[i + 14], g);
            h = add(values[i + 15], h);
            a = add(values[i + 16], a);
            b = add(values[i + 17], b);
            c = add(values[i + 18], c);
            d = add(values[i + 19], d);
            e = add(values[i + 20], e);
            f = add(values[i + 21], f);
            g = add(values[i + 22], g);
            h = add(values[i + 23], h);
            a = add(values[i + 24], a);
            b = add(values[i + 25], b);
            c = add(values[i + 26], c);
            d = add(values[i + 27], d);
            e = add(values[i + 28], e);
            f = add(values[i + 29], f);
            g = add(values[i + 30], g);
            h = add(values[i + 31], h);
        }
        for (; i < end; i += LANES) {
            a = add(values[i], a);
            b = add(values[i + 1], b);
            c = add(values[i + 2], c);
            d = add(values[i + 3], d);
            e = add(values[i + 4], e);
            f = add(values[i + 5], f);
            g = add(values[i + 6], g);
            h = add(values[i + 7], h);
        }
        sum0 = a;
        sum1 = b;
        sum2 = c;
        sum3 = d;
        sum4 = e;
        sum5 = f;
        sum6 = g;
        sum7 = h;
    }

    private static double add(double value, double sum) {
        return Math.fma(value, value, sum);
    }

    /** The squared norm of all blocks. */
    public double value() {
        return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7)) + rest;
    }
}

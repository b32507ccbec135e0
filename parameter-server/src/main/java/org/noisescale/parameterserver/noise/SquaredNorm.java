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

    private static final int UNROLLED = 4 * LANES;

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
            rest = square(values[i], rest);
        }
    }

    /** Long enough for the compiler to leave it on its own: inlined, it runs at half the speed. */
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
        for (; i <= end - UNROLLED; i += UNROLLED) {
            a = square(values[i + 24], square(values[i + 16], square(values[i + 8], square(values[i], a))));
            b = square(values[i + 25], square(values[i + 17], square(values[i + 9], square(values[i + 1], b))));
            c = square(values[i + 26], square(values[i + 18], square(values[i + 10], square(values[i + 2], c))));
            d = square(values[i + 27], square(values[i + 19], square(values[i + 11], square(values[i + 3], d))));
            e = square(values[i + 28], square(values[i + 20], square(values[i + 12], square(values[i + 4], e))));
            f = square(values[i + 29], square(values[i + 21], square(values[i + 13], square(values[i + 5], f))));
            g = square(values[i + 30], square(values[i + 22], square(values[i + 14], square(values[i + 6], g))));
            h = square(values[i + 31], square(values[i + 23], square(values[i + 15], square(values[i + 7], h))));
        }
        for (; i < end; i += LANES) {
            a = square(values[i], a);
            b = square(values[i + 1], b);
            c = square(values[i + 2], c);
            d = square(values[i + 3], d);
            e = square(values[i + 4], e);
            f = square(values[i + 5], f);
            g = square(values[i + 6], g);
            h = square(values[i + 7], h);
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

    private static double square(double value, double sum) {
        return Math.fma(value, value, sum);
    }

    /** The squared norm of all blocks. */
    public double value() {
        return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7)) + rest;
    }
}

package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * θ ← θ − u, and with it what the stationarity identity needs: θ·u and |u|² with θ before the update, and |θ|² after
 * it. Products of floats are exact in double, so that fused multiply-adds round like two operations; they are added in
 * one fixed order (four interleaved partial sums). Blocks are handed over as for {@link SquaredNorm}.
 */
public final class MeasuredUpdate {
    private static final int LANES = 4;

    private final SquaredNorm parameterNorm = new SquaredNorm();
    private double product0;
    private double product1;
    private double product2;
    private double product3;
    private double update0;
    private double update1;
    private double update2;
    private double update3;

    /** Begins anew. */
    public void clear() {
        parameterNorm.clear();
        product0 = 0;
        product1 = 0;
        product2 = 0;
        product3 = 0;
        update0 = 0;
        update1 = 0;
        update2 = 0;
        update3 = 0;
    }

    /** θ·u of all blocks. */
    public double product() {
        return (product0 + product1) + (product2 + product3);
    }

    /** |u|² of all blocks. */
    public double updateSquaredNorm() {
        return (update0 + update1) + (update2 + update3);
    }

    /** |θ|² of all blocks, after the update. */
    public double parameterSquaredNorm() {
        return parameterNorm.value();
    }

    /** Takes and does the update of the next block. */
    public void apply(float[] parameters, float[] update, int from, int to) {
        int end = to - (to - from) % (2 * LANES);
        observe(parameters, update, from, end);
        observeRest(parameters, update, end, to);
        subtract(parameters, update, from, to);
        parameterNorm.add(parameters, from, to);
    }

    /** Long enough for the compiler to leave it on its own: inlined, it runs at half the speed. */
    private void observe(float[] parameters, float[] update, int from, int end) {
        double a = product0;
        double b = product1;
        double c = product2;
        double d = product3;
        double e = update0;
        double f = update1;
        double g = update2;
        double h = update3;
        for (int i = from; i < end; i += 2 * LANES) {
            a = add(update[i + 4], parameters[i + 4], add(update[i], parameters[i], a));
            b = add(update[i + 5], parameters[i + 5], add(update[i + 1], parameters[i + 1], b));
            c = add(update[i + 6], parameters[i + 6], add(update[i + 2], parameters[i + 2], c));
            d = add(update[i + 7], parameters[i + 7], add(update[i + 3], parameters[i + 3], d));
            e = add(update[i + 4], update[i + 4], add(update[i], update[i], e));
            f = add(update[i + 5], update[i + 5], add(update[i + 1], update[i + 1], f));
            g = add(update[i + 6], update[i + 6], add(update[i + 2], update[i + 2], g));
            h = add(update[i + 7], update[i + 7], add(update[i + 3], update[i + 3], h));
        }
        product0 = a;
        product1 = b;
        product2 = c;
        product3 = d;
        update0 = e;
        update1 = f;
        update2 = g;
        update3 = h;
    }

    /** The last values, fewer than two for each partial sum: whole rows of them, and a rest for the first. */
    private void observeRest(float[] parameters, float[] update, int from, int to) {
        int i = from;
        if (to - from >= LANES) {
            product0 = add(update[i], parameters[i], product0);
            product1 = add(update[i + 1], parameters[i + 1], product1);
            product2 = add(update[i + 2], parameters[i + 2], product2);
            product3 = add(update[i + 3], parameters[i + 3], product3);
            update0 = add(update[i], update[i], update0);
            update1 = add(update[i + 1], update[i + 1], update1);
            update2 = add(update[i + 2], update[i + 2], update2);
            update3 = add(update[i + 3], update[i + 3], update3);
            i += LANES;
        }
        for (; i < to; i++) {
            product0 = add(update[i], parameters[i], product0);
            update0 = add(update[i], update[i], update0);
        }
    }

    private static double add(double factor, double other, double sum) {
        return Math.fma(factor, other, sum);
    }

    /** Does the update of a block and takes nothing. */
    public static void subtract(float[] parameters, float[] update, int from, int to) {
        for (int i = from; i < to; i++) {
            parameters[i] -= update[i];
        }
    }
}

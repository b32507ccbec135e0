package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * θ ← θ − u, and with it what the stationarity identity needs: θ·u and |u|² with θ before the update, and |θ|² after it.
 * Products of floats are exact in double, so that fused multiply-adds round like two operations; they are added in one
 * fixed order (four interleaved partial sums). Blocks are handed over as for {@link SquaredNorm}.
 */
final class MeasuredUpdate {
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
    void clear() {
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
    double product() {
        return (product0 + product1) + (product2 + product3);
    }

    /** |u|² of all blocks. */
    double updateSquaredNorm() {
        return (update0 + update1) + (update2 + update3);
    }

    /** |θ|² of all blocks, after the update. */
    double parameterSquaredNorm() {
        return parameterNorm.value();
    }

    /** Takes and does the update of the next block. */
    void apply(float[] parameters, float[] update, int from, int to) {
        int end = to - (to - from) % LANES;
        observe(parameters, update, from, end);
        for (int i = end; i < to; i++) {
            double u = update[i];
            product0 = Math.fma(u, parameters[i], product0);
            update0 = Math.fma(u, u, update0);
        }
        subtract(parameters, update, from, to);
        parameterNorm.add(parameters, from, to);
    }

    private void observe(float[] parameters, float[] update, int from, int end) {
        double a = product0;
        double b = product1;
        double c = product2;
        double d = product3;
        double e = update0;
        double f = update1;
        double g = update2;
        double h = update3;
        int i = from;
        for (; i <= end - 16; i += 16) {
            double u0 = update[i];
            double u1 = update[i + 1];
            double u2 = update[i + 2];
            double u3 = update[i + 3];
            a = Math.fma(u0, parameters[i], a);
            b = Math.fma(u1, parameters[i + 1], b);
            c = Math.fma(u2, parameters[i + 2], c);
            d = Math.fma(u3, parameters[i + 3], d);
            e = Math.fma(u0, u0, e);
            f = Math.fma(u1, u1, f);
            g = Math.fma(u2, u2, g);
            h = Math.fma(u3, u3, h);
            u0 = update[i + 4];
            u1 = update[i + 5];
            u2 = update[i + 6];
            u3 = update[i + 7];
            a = Math.fma(u0, parameters[i + 4], a);
            b = Math.fma(u1, parameters[i + 5], b);
            c = Math.fma(u2, parameters[i + 6], c);
            d = Math.fma(u3, parameters[i + 7], d);
            e = Math.fma(u0, u0, e);
            f = Math.fma(u1, u1, f);
            g = Math.fma(u2, u2, g);
            h = Math.fma(u3, u3, h);
            u0 = update[i + 8];
            u1 = update[i + 9];
            u2 = update[i + 10];
            u3 = update[i + 11];
            a = Math.fma(u0, parameters[i + 8], a);
            b = Math.fma(u1, parameters[i + 9], b);
            c = Math.fma(u2, parameters[i + 10], c);
            d = Math.fma(u3, parameters[i + 11], d);
            e = Math.fma(u0, u0, e);
            f = Math.fma(u1, u1, f);
            g = Math.fma(u2, u2, g);
            h = Math.fma(u3, u3, h);
            u0 = update[i + 12];
            u1 = update[i + 13];
            u2 = update[i + 14];
            u3 = update[i + 15];
            a = Math.fma(u0, parameters[i + 12], a);
            b = Math.fma(u1, parameters[i + 13], b);
            c = Math.fma(u2, parameters[i + 14], c);
            d = Math.fma(u3, parameters[i + 15], d);
            e = Math.fma(u0, u0, e);
            f = Math.fma(u1, u1, f);
            g = Math.fma(u2, u2, g);
            h = Math.fma(u3, u3, h);
        }
        for (; i < end; i += LANES) {
            double u0 = update[i];
            double u1 = update[i + 1];
            double u2 = update[i + 2];
            double u3 = update[i + 3];
            a = Math.fma(u0, parameters[i], a);
            b = Math.fma(u1, parameters[i + 1], b);
            c = Math.fma(u2, parameters[i + 2], c);
            d = Math.fma(u3, parameters[i + 3], d);
            e = Math.fma(u0, u0, e);
            f = Math.fma(u1, u1, f);
            g = Math.fma(u2, u2, g);
            h = Math.fma(u3, u3, h);
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

    static void subtract(float[] parameters, float[] update, int from, int to) {
        for (int i = from; i < to; i++) {
            parameters[i] -= update[i];
        }
    }
}

package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * θ ← θ − u, and in the same pass what the stationarity identity needs: θ·u and |u|² with θ before the update, and |θ|²
 * after it. Products of floats are exact in double; they are added in one fixed order (four interleaved partial sums).
 */
final class MeasuredUpdate {
    private static final int LANES = 4;

    private double product;
    private double updateSquaredNorm;
    private double parameterSquaredNorm;

    /** θ·u of the last range. */
    double product() {
        return product;
    }

    /** |u|² of the last range. */
    double updateSquaredNorm() {
        return updateSquaredNorm;
    }

    /** |θ|² of the last range, after the update. */
    double parameterSquaredNorm() {
        return parameterSquaredNorm;
    }

    void apply(float[] parameters, float[] update, int from, int to) {
        double product0 = 0;
        double product1 = 0;
        double product2 = 0;
        double product3 = 0;
        double update0 = 0;
        double update1 = 0;
        double update2 = 0;
        double update3 = 0;
        int i = from;
        for (int last = to - LANES; i <= last; i += LANES) {
            double u0 = update[i];
            double u1 = update[i + 1];
            double u2 = update[i + 2];
            double u3 = update[i + 3];
            product0 += u0 * parameters[i];
            product1 += u1 * parameters[i + 1];
            product2 += u2 * parameters[i + 2];
            product3 += u3 * parameters[i + 3];
            update0 += u0 * u0;
            update1 += u1 * u1;
            update2 += u2 * u2;
            update3 += u3 * u3;
        }
        for (; i < to; i++) {
            double u = update[i];
            product0 += u * parameters[i];
            update0 += u * u;
        }
        product = (product0 + product1) + (product2 + product3);
        updateSquaredNorm = (update0 + update1) + (update2 + update3);
        subtract(parameters, update, from, to);
        parameterSquaredNorm = SquaredNorm.of(parameters, from, to);
    }

    static void subtract(float[] parameters, float[] update, int from, int to) {
        for (int i = from; i < to; i++) {
            parameters[i] -= update[i];
        }
    }
}

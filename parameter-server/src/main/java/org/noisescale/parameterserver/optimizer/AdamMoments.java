package org.noisescale.parameterserver.optimizer;

/**
 * The moments of Adam and its kin (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 1): m ← β₁m + (1−β₁)u; v ← β₂v +
 * (1−β₂)u². Averages are computed as m − (1−β)m + (1−β)u: unlike 1 − β, β has too few digits as a float.
 */
final class AdamMoments {
    private AdamMoments() {}

    /** Takes {@code update[from, to)} into m, the first of the slots, and v, the second. */
    static void accumulate(float[] update, float[][] slots, int from, int to, double beta1, double beta2) {
        float[] first = slots[0];
        float[] second = slots[1];
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            first[i] = average(first[i], gradient, rest1);
            second[i] = averageOfSquares(second[i], gradient, rest2);
        }
    }

    /** The next m, with 1 − β₁. */
    static float average(float mean, float gradient, float rest1) {
        return mean - rest1 * mean + rest1 * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
    }

    /** The next v, with 1 − β₂. */
    static float averageOfSquares(float square, float gradient, float rest2) {
        return square - rest2 * square + rest2 * gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
    }
}

package org.noisescale.worker.batchnorm;

/**
 * Sums over runs of floats, in double. Four partial sums keep the processor's adders busy, which a single one, waiting
 * for its predecessor each time, does not.
 */
final class RunSums {
    private RunSums() {}

    /** Σ x. */
    static double of(float[] values, int from, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = from;
        for (int end = from + (count & ~3); i < end; i += 4) {
            sum0 += values[i];
            sum1 += values[i + 1];
            sum2 += values[i + 2];
            sum3 += values[i + 3];
        }
        for (; i < from + count; i++) {
            sum0 += values[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** Σ (x − mean)². */
    static double ofSquaredDeviations(float[] values, int from, int count, double mean) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = from;
        for (int end = from + (count & ~3); i < end; i += 4) {
            double deviation0 = values[i] - mean;
            double deviation1 = values[i + 1] - mean;
            double deviation2 = values[i + 2] - mean;
            double deviation3 = values[i + 3] - mean;
            sum0 += deviation0 * deviation0;
            sum1 += deviation1 * deviation1;
            sum2 += deviation2 * deviation2;
            sum3 += deviation3 * deviation3;
        }
        for (; i < from + count; i++) {
            double deviation = values[i] - mean;
            sum0 += deviation * deviation;
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** Σ x y. */
    static double ofProducts(float[] values, float[] others, int from, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = from;
        for (int end = from + (count & ~3); i < end; i += 4) {
            sum0 += (double) values[i] * others[i];
            sum1 += (double) values[i + 1] * others[i + 1];
            sum2 += (double) values[i + 2] * others[i + 2];
            sum3 += (double) values[i + 3] * others[i + 3];
        }
        for (; i < from + count; i++) {
            sum0 += (double) values[i] * others[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}

package org.noisescale.parameterserver.noise;

import java.util.SplittableRandom;

/** Gradient sums of virtual workers over Gaussian per-example gradients with mean G and covariance diag(c). */
final class GaussianGradients {
    private final double[] variances;
    private final long[] batches;
    private final SplittableRandom random;
    private final double[][] sums;

    GaussianGradients(double[] variances, long[] batches, long seed) {
        this.variances = variances.clone();
        this.batches = batches.clone();
        random = new SplittableRandom(seed);
        sums = new double[batches.length][variances.length];
    }

    /** Draws a new step at the true gradient; returns the sums by virtual worker, valid until the next draw. */
    double[][] draw(double[] gradient) {
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < gradient.length; i++) {
                sums[k][i] = batches[k] * gradient[i] + Math.sqrt(batches[k] * variances[i]) * random.nextGaussian();
            }
        }
        return sums;
    }

    /** The batches' total B. */
    long examples() {
        long total = 0;
        for (long batch : batches) {
            total += batch;
        }
        return total;
    }

    /** Σₖ sₖ of the last draw. */
    double[] total() {
        double[] total = new double[variances.length];
        for (double[] sum : sums) {
            for (int i = 0; i < total.length; i++) {
                total[i] += sum[i];
            }
        }
        return total;
    }

    /** What a meter reads of the last draw. */
    NoiseReading readBy(NoiseMeter meter) {
        double weighted = 0;
        for (int k = 0; k < sums.length; k++) {
            weighted += squaredNorm(sums[k]) / batches[k];
        }
        return meter.read(weighted, squaredNorm(total()), examples());
    }

    static double squaredNorm(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return sum;
    }
}

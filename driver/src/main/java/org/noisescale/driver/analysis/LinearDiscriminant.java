package org.noisescale.driver.analysis;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Tells of which class a vector of features is, by Fisher's linear discriminant (1936) for several classes: for means
 * μ_k and the covariance Σ within classes, all as likely, the class k with the greatest
 *
 * <pre>
 *   xᵀ Σ⁻¹ μ_k − ½ μ_kᵀ Σ⁻¹ μ_k
 * </pre>
 *
 * Σ is pooled over the classes and regularised as (1 − λ)Σ + λ (tr Σ/p) I with λ = 0.1 (Friedman 1989, "Regularized
 * discriminant analysis", equation 18), so that a few hundred vectors are enough. With p features and n vectors to
 * learn from it costs O(np² + p³).
 */
public final class LinearDiscriminant {
    private static final double REGULARISATION = 0.1;

    private final double[][] weights;
    private final double[] offsets;

    /**
     * Learns.
     *
     * @param classes of each class some vectors, all of as many features
     */
    public LinearDiscriminant(List<List<float[]>> classes) {
        int features = classes.get(0).get(0).length;
        double[][] means =
                classes.stream().map(vectors -> mean(vectors, features)).toArray(double[][]::new);
        RealMatrix inverse = new CholeskyDecomposition(covariance(classes, means, features))
                .getSolver()
                .getInverse();
        weights = new double[means.length][];
        offsets = new double[means.length];
        for (int k = 0; k < means.length; k++) {
            weights[k] = inverse.operate(means[k]);
            offsets[k] = -product(weights[k], means[k]) / 2;
        }
    }

    private static double[] mean(List<float[]> vectors, int features) {
        double[] mean = new double[features];
        for (float[] vector : vectors) {
            for (int i = 0; i < features; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }

    private static RealMatrix covariance(List<List<float[]>> classes, double[][] means, int features) {
        double[][] sums = new double[features][features];
        int count = -classes.size();
        for (int k = 0; k < means.length; k++) {
            for (float[] vector : classes.get(k)) {
                addSquares(vector, means[k], sums);
                count++;
            }
        }
        RealMatrix pooled = new Array2DRowRealMatrix(sums, false).scalarMultiply(1.0 / Math.max(1, count));
        double average = pooled.getTrace() / features;
        RealMatrix regularised = pooled.scalarMultiply(1 - REGULARISATION);
        for (int i = 0; i < features; i++) {
            regularised.addToEntry(i, i, average > 0 ? REGULARISATION * average : 1);
        }
        return regularised;
    }

    private static void addSquares(float[] vector, double[] mean, double[][] sums) {
        for (int i = 0; i < mean.length; i++) {
            double deviation = vector[i] - mean[i];
            for (int j = 0; j < mean.length; j++) {
                sums[i][j] += deviation * (vector[j] - mean[j]);
            }
        }
    }

    private static double product(double[] weights, double[] values) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }

    /** The class that a vector is most likely of. */
    public int classOf(float[] vector) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weights.length; k++) {
            double score = offsets[k];
            for (int i = 0; i < vector.length; i++) {
                score += weights[k][i] * vector[i];
            }
            if (score > highest) {
                highest = score;
                best = k;
            }
        }
        return best;
    }
}

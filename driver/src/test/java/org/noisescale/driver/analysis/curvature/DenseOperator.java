package org.noisescale.driver.analysis.curvature;

import java.util.Arrays;
import org.noisescale.worker.dataset.CounterRandom;

/** A matrix that is written out. Counts its products. */
final class DenseOperator implements SymmetricOperator {
    private final double[][] matrix;
    private int products;

    DenseOperator(double[][] matrix) {
        this.matrix = matrix;
    }

    /** The reflection I − 2uuᵀ of diag(values), u at random: these eigenvalues, with vectors that are no axes. */
    static DenseOperator withEigenvalues(double... values) {
        double[] u = Vectors.direction(CounterRandom.derive(42, values.length), values.length);
        double[][] matrix = new double[values.length][values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                for (int k = 0; k < values.length; k++) {
                    matrix[i][j] += reflection(u, i, k) * values[k] * reflection(u, k, j);
                }
            }
        }
        return new DenseOperator(matrix);
    }

    private static double reflection(double[] u, int i, int j) {
        return (i == j ? 1 : 0) - 2 * u[i] * u[j];
    }

    int products() {
        return products;
    }

    double[][] matrix() {
        return matrix;
    }

    @Override
    public int dimension() {
        return matrix.length;
    }

    @Override
    public void productInto(double[] vector, double[] target) {
        products++;
        Arrays.setAll(target, i -> Vectors.dot(matrix[i], vector));
    }
}

package org.noisescale.driver.analysis.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.KeyedPermutation;

/** Gradients that are written out, with naive twins of what is estimated from them. */
final class KnownGradients implements ExampleGradients {
    private final double[][] gradients;

    KnownGradients(double[][] gradients) {
        this.gradients = gradients;
    }

    /** Gaussian ones about the vector (1, 1, …), wider in the first directions. */
    static KnownGradients random(int count, int dimension) {
        double[][] gradients = new double[count][dimension];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < dimension; j++) {
                gradients[i][j] = 1 + 3 * CounterRandom.gaussian(5, (long) i * dimension + j) / (1 + j);
            }
        }
        return new KnownGradients(gradients);
    }

    /** So many of them, drawn without replacement by this key. */
    KnownGradients sample(int count, long key) {
        KeyedPermutation order = new KeyedPermutation(key, gradients.length);
        double[][] sample = new double[count][];
        Arrays.setAll(sample, i -> gradients[(int) order.at(i)]);
        return new KnownGradients(sample);
    }

    @Override
    public int count() {
        return gradients.length;
    }

    @Override
    public void signedSumInto(int[] signs, double[] target) {
        Arrays.fill(target, 0);
        for (int i = 0; i < signs.length; i++) {
            Vectors.addScaled(signs[i], gradients[i], target);
        }
    }

    @Override
    public List<double[]> projections(List<double[]> directions) {
        List<double[]> projections = new ArrayList<>();
        for (double[] gradient : gradients) {
            double[] row = new double[directions.size() + 1];
            row[0] = Vectors.dot(gradient, gradient);
            for (int k = 0; k < directions.size(); k++) {
                row[k + 1] = Vectors.dot(gradient, directions.get(k));
            }
            projections.add(row);
        }
        return projections;
    }

    double[] mean() {
        double[] mean = new double[gradients[0].length];
        for (double[] gradient : gradients) {
            Vectors.addScaled(1.0 / gradients.length, gradient, mean);
        }
        return mean;
    }

    /** Σ with the divisor n − 1, element by element. */
    double[][] covariance() {
        double[] mean = mean();
        double[][] covariance = new double[mean.length][mean.length];
        for (double[] gradient : gradients) {
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean.length; j++) {
                    covariance[i][j] += (gradient[i] - mean[i]) * (gradient[j] - mean[j]) / (gradients.length - 1);
                }
            }
        }
        return covariance;
    }

    /** tr(HΣ), element by element. */
    double curvedTrace(DenseOperator hessian) {
        double[][] covariance = covariance();
        double sum = 0;
        for (int i = 0; i < covariance.length; i++) {
            sum += Vectors.dot(hessian.matrix()[i], covariance[i]);
        }
        return sum;
    }
}

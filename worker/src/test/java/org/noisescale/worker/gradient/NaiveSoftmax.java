package org.noisescale.worker.gradient;

import org.noisescale.worker.dataset.ExamplePartition;

/**
 * Softmax regression with cross-entropy, from the formulas: with z = Wᵀx + b and p = softmax(z) the gradient by z is p
 * − y and the Hessian diag(p) − ppᵀ. In the flat vector W comes first, a column for each class, then b.
 */
final class NaiveSoftmax {
    private final ExamplePartition examples;
    private final int features;
    private final int classes;

    NaiveSoftmax(ExamplePartition examples) {
        this.examples = examples;
        this.features = examples.featureCount();
        this.classes = examples.labelType().outputCount();
    }

    /** The sum of the gradients of all examples. */
    double[] gradient(double[] parameters) {
        double[] sum = new double[parameters.length];
        for (int row = 0; row < examples.exampleCount(); row++) {
            double[] residual = probabilities(linear(parameters, row));
            residual[examples.label(row)] -= 1;
            add(residual, row, sum);
        }
        return sum;
    }

    /** The sum of the Hessians of all examples times a vector. */
    double[] product(double[] parameters, double[] vector) {
        double[] sum = new double[parameters.length];
        for (int row = 0; row < examples.exampleCount(); row++) {
            double[] p = probabilities(linear(parameters, row));
            double[] a = linear(vector, row);
            double mean = 0;
            for (int k = 0; k < classes; k++) {
                mean += p[k] * a[k];
            }
            for (int k = 0; k < classes; k++) {
                a[k] = p[k] * (a[k] - mean);
            }
            add(a, row, sum);
        }
        return sum;
    }

    private double[] linear(double[] parameters, int row) {
        double[] z = new double[classes];
        for (int k = 0; k < classes; k++) {
            z[k] = parameters[features * classes + k];
            for (int j = 0; j < features; j++) {
                z[k] += parameters[k * features + j] * feature(row, j);
            }
        }
        return z;
    }

    private static double[] probabilities(double[] z) {
        double[] p = new double[z.length];
        double total = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(z[k]);
            total += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= total;
        }
        return p;
    }

    private void add(double[] byClass, int row, double[] sum) {
        for (int k = 0; k < classes; k++) {
            sum[features * classes + k] += byClass[k];
            for (int j = 0; j < features; j++) {
                sum[k * features + j] += byClass[k] * feature(row, j);
            }
        }
    }

    private double feature(int row, int column) {
        return examples.features()[row * features + column];
    }
}

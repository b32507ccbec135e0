package org.noisescale.driver.selftest;

import java.util.List;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkArchitecture.Hidden;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.objective.InitialModel;

/**
 * A perceptron with one hidden layer, normalised over a whole batch, by its formulas, in double: z = Wx, x̂ = (z −
 * z̄)/σ (Ioffe &amp; Szegedy 2015, algorithm 1), a = tanh x̂, p = softmax(Va). Only its initial weights come from the
 * network that a run trains; scale, offset and bias begin as 1, 0 and 0.
 */
final class NormalizedPerceptron {
    static final int FEATURES = 4;
    static final int CLASSES = 3;
    static final int HIDDEN = 6;

    private static final int GRADIENTS = FEATURES * HIDDEN + 2 * HIDDEN + HIDDEN * CLASSES + CLASSES;
    private static final double EPSILON = 1e-5;

    private final double[][] inner;
    private final double[][] outer;

    private NormalizedPerceptron(double[][] inner, double[][] outer) {
        this.inner = inner;
        this.outer = outer;
    }

    /** At the initial parameters of a run with this seed. */
    static NormalizedPerceptron initial(long seed) {
        Hidden hidden = new Hidden(List.of(HIDDEN), "tanh", true, 0);
        NetworkArchitecture architecture = new NetworkArchitecture(FEATURES, CLASSES, hidden, Output.SOFTMAX);
        InitialModel model =
                NetworkPlan.of(architecture, new SamplingPlan(seed, false)).initialModel();
        return new NormalizedPerceptron(matrix(model, "0_W", FEATURES, HIDDEN), matrix(model, "3_W", HIDDEN, CLASSES));
    }

    /** Columns lie one after the other. */
    private static double[][] matrix(InitialModel model, String name, int rows, int columns) {
        Segment segment = model.layout().segments().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix[i][j] = model.parameters()[segment.offset() + j * rows + i];
            }
        }
        return matrix;
    }

    /**
     * The mean gradient of the loss over each part of a batch.
     *
     * @param rows of the table, in the order of the parts
     * @param parts how many, of the same size
     */
    double[][] gradients(GaussianTable table, int[] rows, int parts) {
        Batch batch = new Batch(table, rows);
        int size = rows.length / parts;
        double[][] gradients = new double[parts][GRADIENTS];
        for (int i = 0; i < rows.length; i++) {
            addGradient(batch, i, gradients[i / size]);
        }
        for (double[] gradient : gradients) {
            for (int j = 0; j < GRADIENTS; j++) {
                gradient[j] /= size;
            }
        }
        return gradients;
    }

    private static void addGradient(Batch batch, int i, double[] target) {
        int at = 0;
        for (int j = 0; j < HIDDEN; j++) {
            for (int f = 0; f < FEATURES; f++) {
                target[at++] += batch.features[i][f] * batch.innerErrors[i][j];
            }
            target[at++] += batch.outerErrors[i][j] * batch.normalized[i][j];
            target[at++] += batch.outerErrors[i][j];
            for (int c = 0; c < CLASSES; c++) {
                target[at++] += Math.tanh(batch.normalized[i][j]) * batch.errors[i][c];
            }
        }
        for (int c = 0; c < CLASSES; c++) {
            target[at++] += batch.errors[i][c];
        }
    }

    /** What becomes of a batch: activations, and the gradients of the sum of its losses by them. */
    private final class Batch {
        private final double[][] features;
        private final double[][] normalized;
        private final double[][] errors;
        private final double[][] outerErrors;
        private final double[][] innerErrors;

        Batch(GaussianTable table, int[] rows) {
            int count = rows.length;
            features = new double[count][];
            normalized = new double[count][HIDDEN];
            errors = new double[count][];
            outerErrors = new double[count][HIDDEN];
            innerErrors = new double[count][HIDDEN];
            for (int i = 0; i < count; i++) {
                features[i] = table.row(rows[i]);
            }
            double[] deviations = new double[HIDDEN];
            for (int j = 0; j < HIDDEN; j++) {
                deviations[j] = normalize(j);
            }
            for (int i = 0; i < count; i++) {
                errors[i] = errors(normalized[i], table.label(rows[i]));
                backToNormalized(i);
            }
            for (int j = 0; j < HIDDEN; j++) {
                backThroughNormalization(j, deviations[j]);
            }
        }

        /** Answers σ. */
        private double normalize(int j) {
            double mean = 0;
            for (int i = 0; i < features.length; i++) {
                for (int f = 0; f < FEATURES; f++) {
                    normalized[i][j] += features[i][f] * inner[f][j];
                }
                mean += normalized[i][j] / features.length;
            }
            double variance = 0;
            for (double[] row : normalized) {
                variance += (row[j] - mean) * (row[j] - mean) / features.length;
            }
            double deviation = Math.sqrt(variance + EPSILON);
            for (double[] row : normalized) {
                row[j] = (row[j] - mean) / deviation;
            }
            return deviation;
        }

        private double[] errors(double[] hidden, int label) {
            double[] powers = new double[CLASSES];
            double total = 0;
            for (int c = 0; c < CLASSES; c++) {
                double logit = 0;
                for (int j = 0; j < HIDDEN; j++) {
                    logit += Math.tanh(hidden[j]) * outer[j][c];
                }
                powers[c] = Math.exp(logit);
                total += powers[c];
            }
            for (int c = 0; c < CLASSES; c++) {
                powers[c] = powers[c] / total - (c == label ? 1 : 0);
            }
            return powers;
        }

        private void backToNormalized(int i) {
            for (int j = 0; j < HIDDEN; j++) {
                double sum = 0;
                for (int c = 0; c < CLASSES; c++) {
                    sum += errors[i][c] * outer[j][c];
                }
                double activation = Math.tanh(normalized[i][j]);
                outerErrors[i][j] = sum * (1 - activation * activation);
            }
        }

        private void backThroughNormalization(int j, double deviation) {
            double mean = 0;
            double slope = 0;
            for (int i = 0; i < features.length; i++) {
                mean += outerErrors[i][j] / features.length;
                slope += outerErrors[i][j] * normalized[i][j] / features.length;
            }
            for (int i = 0; i < features.length; i++) {
                innerErrors[i][j] = (outerErrors[i][j] - mean - normalized[i][j] * slope) / deviation;
            }
        }
    }
}

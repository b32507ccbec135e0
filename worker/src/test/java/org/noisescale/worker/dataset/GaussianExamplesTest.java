package org.noisescale.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianExamplesTest {
    private static final List<Double> SPECTRUM = List.of(2.0, 0.25);
    private static final List<Double> OPTIMUM = List.of(1.5, -1.0);
    private static final int ROWS = 40_000;

    private final float[] features = new float[2 * ROWS];
    private final float[] labels = new float[ROWS];

    /** Standard errors: of a mean √(variance/n), of a product's mean √(E of its square/n). */
    @Test
    void featuresAndLabelNoiseAreIndependentWithTheirVariances() {
        new GaussianExamples(SPECTRUM, OPTIMUM, 0.5, 3).drawInto(11, 2, features, labels);

        double[] deviations = {Math.sqrt(2), 0.5, Math.sqrt(0.5)};
        double[] sums = new double[3];
        double[][] products = new double[3][3];
        for (int row = 0; row < ROWS; row++) {
            double noise = labels[row] - 1.5 * features[2 * row] + features[2 * row + 1];
            double[] standard = {
                features[2 * row] / deviations[0], features[2 * row + 1] / deviations[1], noise / deviations[2]
            };
            for (int i = 0; i < 3; i++) {
                sums[i] += standard[i];
                for (int j = 0; j < 3; j++) {
                    products[i][j] += standard[i] * standard[j];
                }
            }
        }

        for (int i = 0; i < 3; i++) {
            assertThat(sums[i] / Math.sqrt(ROWS)).as("z of mean %d", i).isBetween(-4.5, 4.5);
            for (int j = 0; j < 3; j++) {
                double z = i == j ? (products[i][j] - ROWS) / Math.sqrt(2.0 * ROWS) : products[i][j] / Math.sqrt(ROWS);
                assertThat(z).as("z of product %d, %d", i, j).isBetween(-4.5, 4.5);
            }
        }
    }

    @Test
    void anExampleDependsOnSeedStepVirtualWorkerAndSize() {
        assertThat(first(3, 1, 2, 5)).isEqualTo(first(3, 1, 2, 5));
        assertThat(List.of(first(4, 1, 2, 5), first(3, 2, 2, 5), first(3, 1, 3, 5), first(3, 1, 2, 6)))
                .doesNotHaveDuplicates()
                .doesNotContain(first(3, 1, 2, 5));
    }

    private static float first(long seed, long step, int virtualWorker, int size) {
        float[] drawn = new float[2 * size];
        new GaussianExamples(SPECTRUM, OPTIMUM, 0.5, seed).drawInto(step, virtualWorker, drawn, new float[size]);
        return drawn[0];
    }
}

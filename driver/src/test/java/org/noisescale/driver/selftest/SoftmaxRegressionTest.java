package org.noisescale.driver.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {
    private static final List<Double> FEATURES = List.of(0.5, -1.0, 2.0, 0.25);
    private static final int LABEL = 1;

    /** Central differences of −log p_y with steps of 1e-5 are good to 1e-9. */
    @Test
    void hasTheGradientOfItsLoss() {
        SoftmaxRegression model = SoftmaxRegression.initial(3);

        List<Double> gradient = model.gradient(FEATURES, LABEL);

        assertThat(gradient).hasSize(4 * 3 + 3);
        for (int i = 0; i < gradient.size(); i++) {
            double slope = (loss(model, i, 1e-5) - loss(model, i, -1e-5)) / 2e-5;
            assertThat(gradient.get(i)).isCloseTo(slope, within(1e-8));
        }
    }

    private static double loss(SoftmaxRegression model, int parameter, double shift) {
        List<Double> parameters = new ArrayList<>(model.parameters());
        parameters.set(parameter, parameters.get(parameter) + shift);
        double[] powers = new double[3];
        double total = 0;
        for (int output = 0; output < 3; output++) {
            double logit = parameters.get(12 + output);
            for (int i = 0; i < 4; i++) {
                logit += FEATURES.get(i) * parameters.get(4 * output + i);
            }
            powers[output] = Math.exp(logit);
            total += powers[output];
        }
        return -Math.log(powers[LABEL] / total);
    }

    @Test
    void beginsWithTheWeightsOfItsSeed() {
        assertThat(SoftmaxRegression.initial(1)).isEqualTo(SoftmaxRegression.initial(1));
        assertThat(SoftmaxRegression.initial(1)).isNotEqualTo(SoftmaxRegression.initial(2));
    }
}

package org.noisescale.worker.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CentralDifferenceTest {
    private static final double[] PARAMETERS = {0.5, -1, 2};
    private static final double[] VECTOR = {1, 3, -2};

    @Test
    void isExactOnAQuadratic() {
        CentralDifference.Field field = (at, target) -> {
            target[0] = 2 * at[0] + at[1];
            target[1] = at[0] - at[2];
            target[2] = 4 * at[2] - at[1];
        };

        double[] product = product(field, 0.5);

        assertThat(product).containsExactly(2 + 3, 1 + 2, -8 - 3);
    }

    @Test
    void convergesWithTheSquareOfTheStepAndSaysHowFarItIs() {
        CentralDifference.Field field = CentralDifferenceTest::exponentials;
        double truth = VECTOR[2] * Math.exp(PARAMETERS[2]);

        double[] errors = new double[5];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = product(field, 0.01 / (1 << i))[2] - truth;
        }

        for (int i = 1; i < errors.length; i++) {
            assertThat(errors[i - 1] / errors[i]).isCloseTo(4, within(0.01));
        }
        double stated = product(field, 0.02)[2] - product(field, 0.01)[2];
        assertThat(stated / errors[0]).isCloseTo(3, within(0.01));
    }

    @Test
    void losesOnlyAThirdOfTheDigitsAtItsOwnStep() {
        double step = CentralDifference.step(PARAMETERS, VECTOR);

        double[] product = product(CentralDifferenceTest::exponentials, step);

        for (int i = 0; i < 3; i++) {
            assertThat(product[i]).isCloseTo(VECTOR[i] * Math.exp(PARAMETERS[i]), within(1e-8));
        }
    }

    @Test
    void stepsAsFarWhateverTheLengthOfTheVector() {
        double[] longer = {1000, 3000, -2000};

        assertThat(CentralDifference.step(PARAMETERS, longer) * 1000)
                .isCloseTo(CentralDifference.step(PARAMETERS, VECTOR), within(1e-18));
    }

    private static void exponentials(double[] at, double[] target) {
        for (int i = 0; i < at.length; i++) {
            target[i] = Math.exp(at[i]);
        }
    }

    private static double[] product(CentralDifference.Field field, double step) {
        double[] product = new double[PARAMETERS.length];
        CentralDifference.productInto(field, PARAMETERS, VECTOR, step, product);
        return product;
    }
}

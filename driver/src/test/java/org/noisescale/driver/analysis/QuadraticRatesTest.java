package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuadraticRatesTest {
    private static final QuadraticRates RATES = new QuadraticRates(0.04, 1);

    @Test
    void knowsTheRatesOfConditionTwentyFive() {
        assertThat(RATES.descentRate()).isCloseTo(24.0 / 26, within(1e-15));
        assertThat(RATES.heavyBallRate()).isCloseTo(4.0 / 6, within(1e-15));
        assertThat(RATES.heavyBallMomentum()).isCloseTo(4.0 / 9, within(1e-15));
        assertThat(RATES.heavyBallLearningRate()).isCloseTo(4 / 1.44, within(1e-12));
    }

    @Test
    void bothEndsOfTheSpectrumShrinkAtTheBestRateOfDescent() {
        assertThat(1 - RATES.descentLearningRate() * 0.04).isCloseTo(RATES.descentRate(), within(1e-15));
        assertThat(1 - RATES.descentLearningRate() * 1).isCloseTo(-RATES.descentRate(), within(1e-15));
    }

    @Test
    void theHeavyBallGoesAsItsDoubleRootSays() {
        for (double curvature : new double[] {0.04, 1}) {
            double theta = 1;
            double momentum = 0;
            for (int t = 0; t < 30; t++) {
                momentum = RATES.heavyBallMomentum() * momentum + curvature * theta;
                theta -= RATES.heavyBallLearningRate() * momentum;
            }
            double power = Math.pow(RATES.heavyBallRate(), 60);
            assertThat(theta * theta).isCloseTo(RATES.heavyBallLag(curvature, 30) * power, within(1e-9 * power));
        }
    }
}

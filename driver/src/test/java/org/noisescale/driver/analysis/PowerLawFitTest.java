package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PowerLawFitTest {

    @Test
    void findsAnExactLaw() {
        PowerLawFit fit =
                PowerLawFit.of(new double[] {1, 4, 16}, new double[] {8, 4, 2}).orElseThrow();

        assertThat(fit.exponent()).isCloseTo(-0.5, within(1e-12));
        assertThat(fit.factor()).isCloseTo(8, within(1e-12));
        assertThat(fit.standardError()).isCloseTo(0, within(1e-9));
    }

    /** 2,000 fits with 13 degrees of freedom: |z| < 1 in 66.4 % of them, standard error 1.1 %. */
    @Test
    void statesAnErrorThatIsTrue() {
        Random random = new Random(17);
        int within = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double[] x =
                    IntStream.range(0, 15).mapToDouble(i -> Math.pow(2, i % 5)).toArray();
            double[] y = IntStream.range(0, 15)
                    .mapToDouble(i -> 3 / x[i] * Math.exp(0.1 * random.nextGaussian()))
                    .toArray();
            PowerLawFit fit = PowerLawFit.of(x, y).orElseThrow();
            within += Math.abs(fit.exponent() + 1) < fit.standardError() ? 1 : 0;
        }

        assertThat(within / 2000.0).isBetween(0.62, 0.71);
    }

    @Test
    void needsThreePointsWithPositiveValuesAndTwoPlaces() {
        assertThat(PowerLawFit.of(new double[] {1, 2}, new double[] {1, 2})).isEmpty();
        assertThat(PowerLawFit.of(new double[] {1, 2, 3}, new double[] {1, -2, Double.NaN}))
                .isEmpty();
        assertThat(PowerLawFit.of(new double[] {2, 2, 2}, new double[] {1, 2, 3}))
                .isEmpty();
    }
}

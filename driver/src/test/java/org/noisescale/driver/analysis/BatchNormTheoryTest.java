package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormTheoryTest {
    @ParameterizedTest
    @CsvSource({"4, 1.59577", "8, 1.20360", "16, 1.08829", "32, 1.04144", "64, 1.02011"})
    void theMeanOfTheInverseDeviationIsThatOfTables(int count, double expected) {
        assertThat(new BatchNormTheory(count).inverseDeviation()).isCloseTo(expected, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"8, .35134", "16, .12332", "32, .05334", "64, .02496"})
    void theVarianceOfANormalizedActivationIsThatOfTables(int count, double expected) {
        assertThat(new BatchNormTheory(count).normalizedVariance()).isCloseTo(expected, within(1e-5));
    }

    /** |z| < 5 with the standard error of 40,000 draws. */
    @ParameterizedTest
    @ValueSource(ints = {7, 12, 25})
    void drawsScatterAsTheorySays(int count) {
        Random random = new Random(count);
        double[] inverse = new double[40_000];
        for (int i = 0; i < inverse.length; i++) {
            double[] values =
                    random.doubles(count).map(ignored -> random.nextGaussian()).toArray();
            double mean = 0;
            double squares = 0;
            for (double value : values) {
                mean += value / count;
                squares += value * value / count;
            }
            inverse[i] = 1 / Math.sqrt(squares - mean * mean);
        }

        MeanEstimate estimate = MeanEstimate.of(inverse);

        BatchNormTheory theory = new BatchNormTheory(count);
        assertThat(estimate.mean() - theory.inverseDeviation())
                .isBetween(-5 * estimate.standardError(), 5 * estimate.standardError());
        double variance = Math.pow(estimate.standardError(), 2) * inverse.length;
        assertThat(variance / theory.inverseDeviationVariance()).isCloseTo(1, within(0.1));
    }

    @Test
    void threeActivationsHaveNoVarianceOfTheInverseDeviation() {
        assertThatThrownBy(() -> new BatchNormTheory(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count must be at least 4, was 3");
    }
}

package org.noisescale.parameterserver.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudentQuantileTest {
    /** The table's 97.5 % quantiles. */
    @ParameterizedTest
    @CsvSource({"2, 4.3027, .04", "3, 3.1824, .01", "5, 2.5706, .002", "10, 2.2281, .0001", "30, 2.0423, .0001"})
    void agreesWithTheTable(double degreesOfFreedom, double quantile, double relativeError) {
        assertThat(StudentQuantile.of(degreesOfFreedom, 1.959964))
                .isCloseTo(quantile, within(relativeError * quantile));
    }
}

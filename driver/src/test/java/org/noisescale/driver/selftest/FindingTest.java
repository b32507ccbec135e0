package org.noisescale.driver.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void aScatteringMeasurementMissesFromFiveStandardErrorsOn() {
        assertThat(Finding.scattering("loss", 1, 1.49, 0.1).isMissed()).isFalse();
        assertThat(Finding.scattering("loss", 1, 0.51, 0.1).isMissed()).isFalse();
        assertThat(Finding.scattering("loss", 1, 1.5, 0.1).isMissed()).isTrue();
        assertThat(Finding.scattering("loss", 1, 0.5, 0.1).isMissed()).isTrue();
        assertThat(Finding.scattering("loss", 1, 0.5, 0.1).z()).isEqualTo(-5);
    }

    @Test
    void anExactMeasurementMissesBeyondItsRounding() {
        assertThat(Finding.exact("loss", 1, 1.25, 0.25).isMissed()).isFalse();
        assertThat(Finding.exact("loss", 1, 1.5, 0.25).isMissed()).isTrue();
        assertThat(Finding.exact("loss", 1, 0.5, 0.25).isMissed()).isTrue();
    }

    @Test
    void trainingThatDivergedMissesEveryTruth() {
        assertThat(Finding.scattering("loss", 1, Double.NaN, 0.1).isMissed()).isTrue();
        assertThat(Finding.scattering("loss", 1, Double.POSITIVE_INFINITY, 0.1).isMissed())
                .isTrue();
        assertThat(Finding.scattering("loss", 1, 1, Double.NaN).isMissed()).isTrue();
        assertThat(Finding.exact("loss", 1, Double.NaN, 0.1).isMissed()).isTrue();
    }
}

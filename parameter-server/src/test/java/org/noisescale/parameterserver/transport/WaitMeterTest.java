package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WaitMeterTest {
    private final WaitMeter meter = new WaitMeter();

    @Test
    void knowsNothingBeforeTheFirstWait() {
        assertThat(meter.count()).isZero();
        assertThat(meter.totalNs()).isZero();
        assertThat(meter.longestNs()).isZero();
        assertThat(meter.quantileNs(0.99)).isZero();
    }

    @Test
    void keepsNumberSumAndLongest() {
        meter.observe(5);
        meter.observe(1_000);
        meter.observe(0);
        meter.observe(Long.MAX_VALUE - 2_000);

        assertThat(meter.count()).isEqualTo(4);
        assertThat(meter.totalNs()).isEqualTo(Long.MAX_VALUE - 995);
        assertThat(meter.longestNs()).isEqualTo(Long.MAX_VALUE - 2_000);
        assertThat(meter.quantileNs(1)).isEqualTo(Long.MAX_VALUE - 2_000);
    }

    @Test
    void quantilesAreRightToAFactorOfTwo() {
        for (int i = 1; i <= 1_000; i++) {
            meter.observe(i);
        }

        for (double fraction : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 1}) {
            assertThat((double) meter.quantileNs(fraction)).isBetween(1_000 * fraction, 2_000 * fraction);
        }
    }

    @Test
    void refusesWhatIsNoFraction() {
        assertThatThrownBy(() -> meter.quantileNs(Double.NaN)).hasMessage("fraction must be in [0, 1], was NaN");
        assertThatThrownBy(() -> meter.quantileNs(1.01)).isInstanceOf(IllegalArgumentException.class);
    }
}

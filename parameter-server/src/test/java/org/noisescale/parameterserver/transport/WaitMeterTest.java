package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class WaitMeterTest {
    private final WaitMeter meter = new WaitMeter();

    @Test
    void knowsNothingBeforeTheFirstWait() {
        assertThat(meter.count()).isZero();
        assertThat(meter.totalNs()).isZero();
        assertThat(meter.counts().quantileNs(0.99)).isZero();
    }

    @Test
    void keepsNumberAndSum() {
        meter.observe(5);
        meter.observe(1_000);
        meter.observe(0);
        meter.observe(-1);
        meter.observe(Long.MAX_VALUE - 2_000);

        assertThat(meter.count()).isEqualTo(5);
        assertThat(meter.totalNs()).isEqualTo(Long.MAX_VALUE - 995);
        assertThat(meter.counts().quantileNs(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Property(tries = 200)
    void aQuantileIsRightToAnEighth(@ForAll @LongRange(min = 0) long duration) {
        WaitMeter one = new WaitMeter();
        one.observe(duration);

        assertThat(one.counts().quantileNs(0.5) - duration).isBetween(0L, duration / 8);
    }

    @Test
    void quantilesGoThroughAllWaits() {
        IntStream.rangeClosed(1, 1_000).forEach(meter::observe);

        for (double fraction : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 1}) {
            assertThat((double) meter.counts().quantileNs(fraction)).isBetween(1_000 * fraction, 1_125 * fraction);
        }
    }

    @Test
    void everyWaitIsInTheOctaveOfItsFirstBit() {
        IntStream.rangeClosed(0, 1_000).forEach(meter::observe);

        assertThat(meter.count(0)).isEqualTo(2);
        for (int octave = 1; octave < 9; octave++) {
            assertThat(meter.count(octave)).isEqualTo(1L << octave);
        }
        assertThat(meter.count(9)).isEqualTo(1_000 - 511);
        assertThat(IntStream.range(0, WaitMeter.OCTAVES).mapToLong(meter::count).sum())
                .isEqualTo(meter.count());
    }

    @Test
    void whatWasCountedSinceAMomentLeavesOutWhatWasBefore() {
        meter.observe(1_000_000);
        WaitCounts before = meter.counts();
        meter.observe(10);

        WaitCounts since = meter.counts().since(before);

        assertThat(since.count()).isOne();
        assertThat(since.totalNs()).isEqualTo(10);
        assertThat(since.quantileNs(1)).isEqualTo(10);
    }

    @Test
    void refusesWhatIsNoFraction() {
        WaitCounts counts = meter.counts();

        assertThatThrownBy(() -> counts.quantileNs(Double.NaN)).hasMessage("fraction must be in [0, 1], was NaN");
        assertThatThrownBy(() -> counts.quantileNs(1.01)).isInstanceOf(IllegalArgumentException.class);
    }
}

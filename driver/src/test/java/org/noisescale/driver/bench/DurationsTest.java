package org.noisescale.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DurationsTest {
    @Test
    void quantilesAreDurationsThatOccurred() {
        Durations durations = new Durations(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000));

        assertThat(durations.count()).isEqualTo(100);
        assertThat(durations.minimum()).isEqualTo(1);
        assertThat(durations.median()).isEqualTo(50);
        assertThat(durations.quantile(0.99)).isEqualTo(99);
        assertThat(durations.quantile(1)).isEqualTo(100);
    }

    @Test
    void aSingleDurationIsEveryQuantile() {
        Durations durations = new Durations(LongStream.of(2_500_000));

        assertThat(durations.minimum()).isEqualTo(2.5);
        assertThat(durations.median()).isEqualTo(2.5);
        assertThat(durations.quantile(0.99)).isEqualTo(2.5);
    }

    @Test
    void nothingHasNoQuantiles() {
        assertThatThrownBy(() -> new Durations(LongStream.empty())).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.noisescale.parameterserver.synchronization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StalenessHistogramTest {
    private final StalenessHistogram histogram = new StalenessHistogram();

    @Test
    void countsEachStaleness() {
        histogram.observe(0);
        histogram.observe(9);
        histogram.observe(9);

        assertThat(histogram.count(0)).isEqualTo(1);
        assertThat(histogram.count(9)).isEqualTo(2);
        assertThat(histogram.count(10)).isZero();
        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.mean()).isEqualTo(6);
        assertThat(histogram.bucketCount()).isEqualTo(10);
    }

    @Test
    void countsWhatIsBeyondItsLimitTogetherAndSumsItExactly() {
        histogram.observe(StalenessHistogram.LIMIT);
        histogram.observe(1_000_000);

        assertThat(histogram.count(StalenessHistogram.LIMIT)).isEqualTo(2);
        assertThat(histogram.sum()).isEqualTo(1_000_000 + StalenessHistogram.LIMIT);
        assertThat(histogram.most()).isEqualTo(1_000_000);
        assertThat(histogram.bucketCount()).isEqualTo(StalenessHistogram.LIMIT + 1);
    }

    @Test
    void beginsEmpty() {
        assertThat(histogram.bucketCount()).isZero();
        assertThat(histogram.mean()).isNaN();
    }
}

package org.noisescale.driver.analysis.criticalbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.driver.analysis.Interval;

class MedianEstimateTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Test
    void isTheMiddleValueWithTheExtremesWhereThereAreFew() {
        MedianEstimate estimate = MedianEstimate.of(30, 10, 20);

        assertThat(estimate.median()).isEqualTo(20);
        assertThat(estimate.interval()).isEqualTo(new Interval(10, 30));
        assertThat(estimate.coverage()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void isTheMeanOfTheTwoMiddleValues() {
        assertThat(MedianEstimate.of(1, 2, 4, 9).median()).isEqualTo(3);
        assertThat(MedianEstimate.of(7).median()).isEqualTo(7);
        assertThat(MedianEstimate.of().median()).isNaN();
    }

    @Test
    void aRunThatDidNotReachItsTargetStaysInfinite() {
        MedianEstimate one = MedianEstimate.of(10, INFINITE, 20);
        MedianEstimate half = MedianEstimate.of(10, INFINITE, 20, INFINITE);
        MedianEstimate most = MedianEstimate.of(INFINITE, INFINITE, 20);

        assertThat(one.median()).isEqualTo(20);
        assertThat(one.interval()).isEqualTo(new Interval(10, INFINITE));
        assertThat(one.censored()).isEqualTo(1);
        assertThat(half.median()).isEqualTo(INFINITE);
        assertThat(most.median()).isEqualTo(INFINITE);
    }

    /** Order statistics 2 and 9 of 10 cover the median with 1 − 2 (1 + 10)/1024; ranks of the usual tables. */
    @Test
    void takesInnerValuesWhereTheyCoverTheMedianOftenEnough() {
        MedianEstimate ten = MedianEstimate.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        assertThat(ten.interval()).isEqualTo(new Interval(2, 9));
        assertThat(ten.coverage()).isCloseTo(1 - 22.0 / 1024, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6, 11, 20})
    void coversTheTrueMedianAsOftenAsItSays(int count) {
        SplittableRandom random = new SplittableRandom(count);
        int trials = 20_000;

        int covered = 0;
        double coverage = 0;
        for (int i = 0; i < trials; i++) {
            MedianEstimate estimate = MedianEstimate.of(random.doubles(count).toArray());
            boolean inside =
                    estimate.interval().low() <= 0.5 && estimate.interval().high() >= 0.5;
            covered += inside ? 1 : 0;
            coverage = estimate.coverage();
        }

        double standardError = Math.sqrt(coverage * (1 - coverage) / trials);
        assertThat((covered / (double) trials - coverage) / standardError).isBetween(-5.0, 5.0);
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatThrownBy(() -> MedianEstimate.of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}

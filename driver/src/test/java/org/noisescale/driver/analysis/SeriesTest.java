package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What happens to series on their way into a chart. */
class SeriesTest {

    @Test
    void aTrendPassesTheMovingAverageUnchanged() {
        assertThat(MovingAverage.of(new double[] {1, 2, 3, 4, 5}, 2)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void theMovingAverageIsCentredAndLeavesOutWhatDoesNotApply() {
        assertThat(MovingAverage.of(new double[] {9, 1, Double.NaN, 5, 9}, 1)).containsExactly(9, 5, 3, 7, 9);
        assertThat(MovingAverage.of(new double[] {Double.NaN, 2}, 0)).containsExactly(Double.NaN, 2);
    }

    @Test
    void aBandReachesFromTheSmallestToTheLargestSeed() {
        SeedBand band =
                SeedBand.over(List.of(new double[] {1, 4, Double.NaN, 8}, new double[] {3, Double.NaN, Double.NaN}));

        assertThat(band.mean()).containsExactly(2.0, 4.0, Double.NaN);
        assertThat(band.low()).containsExactly(1.0, 4.0, Double.NaN);
        assertThat(band.high()).containsExactly(3.0, 4.0, Double.NaN);
    }

    @Test
    void aMeanHasTheStandardErrorOfIndependentRepetitions() {
        MeanEstimate estimate = MeanEstimate.of(1, 2, Double.NaN, 6);

        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
        assertThat(MeanEstimate.of(4).standardError()).isNaN();
    }

    @Property
    void thinningKeepsTheEndsAndTheOrder(
            @ForAll @IntRange(min = 1, max = 100_000) int count, @ForAll @IntRange(min = 2, max = 600) int limit) {
        assertThat(Thinning.evenly(count, limit))
                .hasSizeLessThanOrEqualTo(Math.max(limit, 1))
                .startsWith(0)
                .endsWith(count - 1)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(Thinning.logarithmically(count, limit))
                .hasSizeLessThanOrEqualTo(limit)
                .startsWith(0)
                .endsWith(count - 1)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}

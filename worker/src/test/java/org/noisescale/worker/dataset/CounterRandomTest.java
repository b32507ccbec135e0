package org.noisescale.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    private static final int DRAWS = 1_000_000;
    private static final double Z_LIMIT = 4;

    @Test
    void mixesLikeSplitMix64() {
        long gamma = 0x9E3779B97F4A7C15L;

        assertThat(CounterRandom.mix(1234567 + gamma)).isEqualTo(6457827717110365317L);
        assertThat(CounterRandom.mix(1234567 + 2 * gamma)).isEqualTo(3203168211198807973L);
    }

    /** Figures of an independent program in another language. */
    @Test
    void keepsItsNumbersForEver() {
        assertThat(CounterRandom.bits(0, 0)).isEqualTo(-6411193824288604561L);
        assertThat(CounterRandom.bits(42, 7)).isEqualTo(-4893543810735773810L);
        assertThat(CounterRandom.derive(42, 7)).isEqualTo(-8178111625221469761L);
        assertThat(CounterRandom.below(1000, 42, 7)).isEqualTo(734);
        assertThat(CounterRandom.gaussian(42, 7)).isEqualTo(0.26214164210405716);
    }

    /** The mean of n uniform numbers has standard error 1/√(12n), that of their squares √(4/45n). */
    @Test
    void hasTheMomentsOfTheUniformDistribution() {
        assertThat(z(c -> CounterRandom.unit(1, c), 0.5, Math.sqrt(1 / 12.0))).isBetween(-Z_LIMIT, Z_LIMIT);
        assertThat(z(c -> square(CounterRandom.unit(1, c)), 1 / 3.0, Math.sqrt(4 / 45.0)))
                .isBetween(-Z_LIMIT, Z_LIMIT);
    }

    /** Powers 1 to 4 of a standard normal number have variance 1, 2, 15 and 96. */
    @Test
    void hasTheMomentsOfTheNormalDistribution() {
        LongToDoubleFunction normal = c -> CounterRandom.gaussian(2, c);

        assertThat(z(normal, 0, 1)).isBetween(-Z_LIMIT, Z_LIMIT);
        assertThat(z(c -> square(normal.applyAsDouble(c)), 1, Math.sqrt(2))).isBetween(-Z_LIMIT, Z_LIMIT);
        assertThat(z(c -> Math.pow(normal.applyAsDouble(c), 3), 0, Math.sqrt(15)))
                .isBetween(-Z_LIMIT, Z_LIMIT);
        assertThat(z(c -> Math.pow(normal.applyAsDouble(c), 4), 3, Math.sqrt(96)))
                .isBetween(-Z_LIMIT, Z_LIMIT);
    }

    /** Under independence the mean product has standard error 1/√n. */
    @Test
    void neighboursOnEveryCoordinateAreUncorrelated() {
        LongToDoubleFunction nextCounter = c -> CounterRandom.gaussian(3, c) * CounterRandom.gaussian(3, c + 1);
        LongToDoubleFunction nextKey = c -> CounterRandom.gaussian(3, c) * CounterRandom.gaussian(4, c);
        LongToDoubleFunction nextDerived = c -> CounterRandom.gaussian(CounterRandom.derive(5, c), 0)
                * CounterRandom.gaussian(CounterRandom.derive(5, c + 1), 0);

        assertThat(z(nextCounter, 0, 1)).isBetween(-Z_LIMIT, Z_LIMIT);
        assertThat(z(nextKey, 0, 1)).isBetween(-Z_LIMIT, Z_LIMIT);
        assertThat(z(nextDerived, 0, 1)).isBetween(-Z_LIMIT, Z_LIMIT);
    }

    /** χ² with 9 degrees of freedom exceeds 33.7 with probability 10⁻⁴. */
    @Test
    void drawsIntegersBelowABoundEquallyOften() {
        long[] counts = new long[10];

        for (int counter = 0; counter < DRAWS; counter++) {
            counts[CounterRandom.below(10, 6, counter)]++;
        }

        assertThat(ChiSquare.ofEqualCells(counts)).isLessThan(33.7);
    }

    /**
     * Of the results below 3·2²⁹ a product without rejection would give those with remainder 0 and 1 modulo 3 three
     * words each and the others two, that is shares of 3/8, 3/8 and 2/8. The standard error of a share of 1/3 is
     * √(2/9n).
     */
    @Test
    void hasNoBiasNearTheLargestBounds() {
        int bound = 3 << 29;

        double z = z(c -> CounterRandom.below(bound, 7, c) % 3 == 0 ? 1 : 0, 1 / 3.0, Math.sqrt(2 / 9.0));

        assertThat(z).isBetween(-Z_LIMIT, Z_LIMIT);
    }

    @Test
    void flipsHalfOfTheBitsWhenOneBitOfTheCounterOrTheKeyChanges() {
        double flips = LongStream.range(0, 100_000)
                .mapToInt(c -> Long.bitCount(CounterRandom.bits(8, c) ^ CounterRandom.bits(8, c ^ 1L << (c % 64)))
                        + Long.bitCount(CounterRandom.bits(8, c) ^ CounterRandom.bits(8 ^ 1L << (c % 64), c)))
                .average()
                .orElseThrow();

        // The bits flipped of 128 have variance 32: standard error √(32/100,000) = 0.018.
        assertThat(flips).isCloseTo(64, within(0.072));
    }

    @Test
    void refusesABoundBelowOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CounterRandom.below(0, 1, 1))
                .withMessage("bound must be positive, was 0");
    }

    private static double z(LongToDoubleFunction draw, double mean, double deviation) {
        double measured = LongStream.range(0, DRAWS).mapToDouble(draw).average().orElseThrow();
        return (measured - mean) * Math.sqrt(DRAWS) / deviation;
    }

    private static double square(double value) {
        return value * value;
    }
}

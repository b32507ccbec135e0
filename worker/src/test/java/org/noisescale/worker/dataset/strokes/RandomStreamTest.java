package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void repeatsItself() {
        assertThat(words(new RandomStream(5, 6, 7), 10)).isEqualTo(words(new RandomStream(5, 6, 7), 10));
    }

    @Test
    void differsBySeedByPurposeAndByIndex() {
        long[] words = words(new RandomStream(5, 6, 7), 10);

        assertThat(words(new RandomStream(6, 6, 7), 10)).isNotEqualTo(words);
        assertThat(words(new RandomStream(5, 7, 7), 10)).isNotEqualTo(words);
        assertThat(words(new RandomStream(5, 6, 8), 10)).isNotEqualTo(words);
    }

    @Test
    void sharesNoWordWithItsNeighbours() {
        long differentCount = LongStream.range(0, 1_000)
                .mapToObj(index -> new RandomStream(1, 2, index))
                .flatMapToLong(random -> LongStream.of(words(random, 100)))
                .distinct()
                .count();

        assertThat(differentCount).isEqualTo(100_000);
    }

    /** Over a million draws the standard errors are 0.001 of the mean and about 0.0012 of the variance. */
    @Test
    void drawsABellOfMeanZeroAndVarianceOne() {
        RandomStream random = new RandomStream(1, 2, 3);
        double[] values = DoubleStream.generate(random::bell).limit(1_000_000).toArray();

        assertThat(DoubleStream.of(values).average().orElseThrow()).isCloseTo(0, within(0.004));
        assertThat(DoubleStream.of(values).map(value -> value * value).average().orElseThrow())
                .isCloseTo(1, within(0.005));
        assertThat(DoubleStream.of(values).map(Math::abs).max().orElseThrow()).isBetween(3.0, 3.47);
    }

    /** Each of seven counts has mean 10,000 and a standard deviation of 93; the bound is four of them. */
    @Test
    void drawsEveryNumberBelowABoundEquallyOften() {
        RandomStream random = new RandomStream(1, 2, 3);
        int[] counts = new int[7];

        IntStream.range(0, 70_000).forEach(draw -> counts[random.below(7)]++);

        assertThat(IntStream.of(counts)).allSatisfy(count -> assertThat(count).isBetween(9_630, 10_370));
    }

    /** The mean of 100,000 draws has a standard error of 0.0027. */
    @Test
    void staysBetweenItsLimits() {
        RandomStream random = new RandomStream(1, 2, 3);
        double[] values = DoubleStream.generate(() -> random.between(-1, 2))
                .limit(100_000)
                .toArray();

        assertThat(DoubleStream.of(values).min().orElseThrow()).isBetween(-1.0, -0.999);
        assertThat(DoubleStream.of(values).max().orElseThrow()).isBetween(1.999, 2.0);
        assertThat(DoubleStream.of(values).average().orElseThrow()).isCloseTo(0.5, within(0.011));
    }

    private static long[] words(RandomStream random, int count) {
        return LongStream.generate(random::word).limit(count).toArray();
    }
}

package org.noisescale.parameterserver.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SquaredNormTest {
    @Property(tries = 500, seed = "1")
    void addsTheSquaresOfItsRangeOnly(
            @ForAll @IntRange(max = 40) int from, @ForAll @IntRange(max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        float[] values = new float[100];
        double expected = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 1e3f;
            expected += i >= from && i < from + count ? (double) values[i] * values[i] : 0;
        }

        assertThat(SquaredNorm.of(values, from, from + count)).isCloseTo(expected, within(1e-12 * (1 + expected)));
    }

    /** As the class comment has it, with one multiplication and one addition after the other. */
    private static double naive(float[] values, int from, int to) {
        double[] sums = new double[9];
        int whole = (to - from) / 8 * 8;
        for (int i = 0; i < to - from; i++) {
            sums[i < whole ? i % 8 : 8] += (double) values[from + i] * values[from + i];
        }
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])) + sums[8];
    }

    @Property(tries = 500, seed = "2")
    void blocksGiveTheBitsOfTheDefinition(
            @ForAll @IntRange(max = 40) int from,
            @ForAll @IntRange(max = 400) int count,
            @ForAll @IntRange(min = 1, max = 10) int lanesOfBlock,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] values = new float[500];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
        }

        SquaredNorm norm = new SquaredNorm();
        int length = lanesOfBlock * SquaredNorm.LANES;
        for (int at = from; at < from + count; at += length) {
            norm.add(values, at, Math.min(from + count, at + length));
        }

        assertThat(norm.value()).isEqualTo(naive(values, from, from + count));
        assertThat(SquaredNorm.of(values, from, from + count)).isEqualTo(norm.value());
    }

    @Test
    void accumulatesInDouble() {
        float[] values = new float[1 << 20];
        Arrays.fill(values, 1e-3f);

        assertThat(SquaredNorm.of(values, 0, values.length))
                .isCloseTo((double) 1e-3f * 1e-3f * values.length, within(1e-9));
    }

    @Test
    void aRangeWithoutValuesHasNoLength() {
        assertThat(SquaredNorm.of(new float[3], 2, 2)).isZero();
    }
}

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

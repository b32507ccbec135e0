package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SumDivisionTest {
    private static final int LENGTH = 4_000;

    /** Of any bits: also subnormal, infinite and not a number. */
    private static float[] ofAnyBits(int seed) {
        Random random = new Random(seed);
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(floats = {1, 2, 3, 64, 96, 128, 1 << 20, 0x1p40f, 0x1.8p40f})
    void givesTheBitsOfTheQuotient(float divisor) {
        float[] values = ofAnyBits(1);
        int[] quotients = new int[LENGTH];
        Arrays.setAll(quotients, i -> Float.floatToIntBits(i == 0 ? values[0] : values[i] / divisor));

        SumDivision.divide(values, 1, LENGTH, divisor);

        int[] bits = new int[LENGTH];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        assertThat(bits).isEqualTo(quotients);
    }
}

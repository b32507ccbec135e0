package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class SubnormalsTest {
    private static float flush(float value) {
        return value + Subnormals.FLUSH - Subnormals.FLUSH;
    }

    @Property(tries = 2000, seed = "1")
    void nothingIsLeftThatALearningRateCouldMakeSubnormal(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);

        float flushed = flush(value);

        assertThat(flushed == 0 || Math.abs(flushed) >= 0x1p-100f || Float.isNaN(value))
                .isTrue();
    }

    @Property(tries = 2000, seed = "2")
    void whatIsLargeEnoughKeepsAllItsBits(
            @ForAll @IntRange(min = -51, max = 127) int exponent, @ForAll @IntRange(max = (1 << 23) - 1) int mantissa) {
        float value = Math.scalb(1 + mantissa * 0x1p-23f, exponent);

        assertThat(flush(value)).isEqualTo(value);
        assertThat(flush(-value)).isEqualTo(-value);
    }

    @Property(tries = 2000, seed = "3")
    void nothingMovesByMoreThanTheLastBitOfTheConstantOrOfItself(@ForAll float value) {
        if (Math.abs(value) < 1) {
            assertThat(Math.abs((double) flush(value) - value))
                    .isLessThanOrEqualTo(Math.max(0x1p-100, Math.ulp(value)));
        }
    }
}

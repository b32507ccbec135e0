package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.noisescale.parameterserver.noise.SquaredNorm;

final class MeasuredUpdateTest {
    private static final int LANES = 4;
    private static final int BLOCK_LENGTH = 64;

    private static float[] gaussian(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
        }
        return values;
    }

    /** Σ xᵢyᵢ as the class comment has it, with one multiplication and one addition after the other. */
    private static double naiveProduct(float[] x, float[] y, int from, int to) {
        double[] sums = new double[LANES];
        int whole = (to - from) / LANES * LANES;
        for (int i = 0; i < to - from; i++) {
            sums[i < whole ? i % LANES : 0] += (double) x[from + i] * y[from + i];
        }
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }

    @Property(tries = 300, seed = "1")
    void blocksGiveTheBitsOfTheDefinition(
            @ForAll @IntRange(max = 40) int from, @ForAll @IntRange(max = 300) int count, @ForAll long seed) {
        Random random = new Random(seed);
        float[] parameters = gaussian(random, 400);
        float[] update = gaussian(random, 400);
        double product = naiveProduct(parameters, update, from, from + count);
        float[] expected = parameters.clone();
        for (int i = from; i < from + count; i++) {
            expected[i] -= update[i];
        }

        MeasuredUpdate measured = new MeasuredUpdate();
        for (int at = from; at < from + count; at += BLOCK_LENGTH) {
            measured.apply(parameters, update, at, Math.min(from + count, at + BLOCK_LENGTH));
        }

        assertThat(parameters).containsExactly(expected);
        assertThat(measured.product()).isEqualTo(product);
        assertThat(measured.updateSquaredNorm()).isEqualTo(naiveProduct(update, update, from, from + count));
        assertThat(measured.parameterSquaredNorm()).isEqualTo(SquaredNorm.of(expected, from, from + count));
    }
}

package org.noisescale.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedPermutationTest {

    @Property(seed = "1")
    void isABijection(@ForAll long key, @ForAll @IntRange(min = 1, max = 3000) int size) {
        KeyedPermutation permutation = new KeyedPermutation(key, size);
        BitSet images = new BitSet();

        LongStream.range(0, size).map(permutation::at).forEach(image -> images.set((int) image));

        assertThat(images.cardinality()).isEqualTo(size);
        assertThat(images.length()).isEqualTo(size);
    }

    @Property(seed = "2")
    void findsThePositionOfAnElement(@ForAll long key, @ForAll @LongRange(min = 1) long size, @ForAll long any) {
        KeyedPermutation permutation = new KeyedPermutation(key, size);
        long position = Long.remainderUnsigned(any, size);

        assertThat(permutation.positionOf(permutation.at(position))).isEqualTo(position);
    }

    /** Figures of an independent program in another language. */
    @Test
    void keepsItsOrderForEver() {
        assertThat(order(42, 10)).containsExactly(7, 4, 3, 2, 9, 6, 0, 5, 8, 1);
        assertThat(order(43, 10)).containsExactly(8, 9, 1, 2, 0, 5, 7, 4, 6, 3);
        assertThat(new KeyedPermutation(42, 1L << 40).at(123_456_789)).isEqualTo(298_532_754_512L);
    }

    /** The bounds are the 10⁻⁴ quantiles of χ² with n! − 1 degrees of freedom. */
    @ParameterizedTest
    @CsvSource({"2, 15.2", "3, 25.8", "4, 57.1", "5, 185.1"})
    void takesEveryOrderOfFewElementsEquallyOften(int size, double bound) {
        Map<String, Long> counts = new HashMap<>();
        int orders = (int) LongStream.rangeClosed(1, size).reduce(1, (a, b) -> a * b);

        for (int key = 0; key < orders * 2000; key++) {
            counts.merge(Arrays.toString(order(key, size)), 1L, Long::sum);
        }

        assertThat(counts).hasSize(orders);
        assertThat(ChiSquare.ofEqualCells(
                        counts.values().stream().mapToLong(Long::longValue).toArray()))
                .isLessThan(bound);
    }

    /** χ² with 9 degrees of freedom exceeds 33.7 with probability 10⁻⁴. */
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1000, 60_000})
    void sendsAPositionAnywhereEquallyOften(int size) {
        long[] tenths = new long[10];

        for (int key = 0; key < 100_000; key++) {
            KeyedPermutation permutation = new KeyedPermutation(key, size);
            tenths[(int) (permutation.at(size / 3) * 10 / size)]++;
        }

        assertThat(ChiSquare.ofEqualCells(tenths)).isLessThan(33.7);
    }

    /**
     * The images of two neighbours are a uniform pair of different elements. Of 12 elements there are 132 such pairs;
     * χ² with 131 degrees of freedom exceeds 200 with probability 10⁻⁴.
     */
    @Test
    void sendsNeighboursToEveryPairEquallyOften() {
        long[] pairs = new long[132];

        for (int key = 0; key < 264_000; key++) {
            KeyedPermutation permutation = new KeyedPermutation(key, 12);
            long first = permutation.at(4);
            long second = permutation.at(5);
            pairs[(int) (first * 11 + (second > first ? second - 1 : second))]++;
        }

        assertThat(ChiSquare.ofEqualCells(pairs)).isLessThan(200);
    }

    /**
     * For one key, all neighbours of a large domain by tenths; χ² with 99 degrees of freedom exceeds 160.1 with 10⁻⁴.
     */
    @Test
    void leavesNoPatternInOneLargeOrder() {
        int size = 1_000_000;
        KeyedPermutation permutation = new KeyedPermutation(9, size);
        long[] pairs = new long[100];

        for (int position = 0; position < size - 1; position++) {
            long first = permutation.at(position) * 10 / size;
            long second = permutation.at(position + 1) * 10 / size;
            pairs[(int) (first * 10 + second)]++;
        }

        assertThat(ChiSquare.ofEqualCells(pairs)).isLessThan(160.1);
    }

    @Test
    void refusesWhatIsOutside() {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyedPermutation(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyedPermutation(1, 5).at(5));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyedPermutation(1, 5).positionOf(-1));
    }

    private static long[] order(long key, int size) {
        KeyedPermutation permutation = new KeyedPermutation(key, size);
        return LongStream.range(0, size).map(permutation::at).toArray();
    }
}

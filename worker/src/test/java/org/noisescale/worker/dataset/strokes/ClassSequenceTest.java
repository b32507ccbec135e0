package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassSequenceTest {
    private final ClassSequence classes = new ClassSequence(1, 10);

    @Test
    void holdsEachClassOnceInEveryBlock() {
        for (int block = 0; block < 100; block++) {
            assertThat(IntStream.range(10 * block, 10 * block + 10).map(classes::at))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    /** Each of the 100 counts is binomial with mean 1,000 and standard deviation 30; the bound is four of them. */
    @Test
    void putsEveryClassEquallyOftenAtEveryPlaceOfABlock() {
        int[][] counts = new int[10][10];

        for (int index = 0; index < 100_000; index++) {
            counts[index % 10][classes.at(index)]++;
        }

        for (int[] countsOfAPlace : counts) {
            assertThat(IntStream.of(countsOfAPlace))
                    .allSatisfy(count -> assertThat(count).isBetween(880, 1_120));
        }
    }

    @Test
    void knowsTheClassOfIndicesBeyondTheRangeOfInt() {
        long first = 10L * Integer.MAX_VALUE;

        assertThat(IntStream.range(0, 10).map(place -> classes.at(first + place)))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
}

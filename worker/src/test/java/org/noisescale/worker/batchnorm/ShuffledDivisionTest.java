package org.noisescale.worker.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisescale.worker.dataset.BatchShares;

/** Who comes into which group. */
final class ShuffledDivisionTest {
    private static final int VIRTUAL_WORKERS = 4;
    private static final BatchShares SHARES = new BatchShares(14, VIRTUAL_WORKERS);

    /** How many examples of each virtual worker are in each group at a step. */
    private static int[][] counts(long seed, int groupSize, long step) {
        int[][] counts = new int[VIRTUAL_WORKERS][];
        for (int virtualWorker = 0; virtualWorker < VIRTUAL_WORKERS; virtualWorker++) {
            SliceDivision division = new ShuffledDivision(seed, SHARES, groupSize, virtualWorker);
            division.begin(step);
            counts[virtualWorker] = division.parts(SHARES.share(virtualWorker)).stream()
                    .mapToInt(SlicePart::count)
                    .toArray();
        }
        return counts;
    }

    @Test
    void groupsAreAsLargeAsTheSlicesThatTheyTakeThePlaceOf() {
        for (int step = 0; step < 20; step++) {
            int[][] counts = counts(1, 1, step);
            for (int other = 0; other < VIRTUAL_WORKERS; other++) {
                int group = other;
                assertThat(Arrays.stream(counts).mapToInt(each -> each[group]).sum())
                        .isEqualTo(SHARES.share(group));
                assertThat(Arrays.stream(counts[group]).sum()).isEqualTo(SHARES.share(group));
            }
            assertThat(Arrays.stream(counts(1, 2, step)))
                    .allSatisfy(each -> assertThat(each).hasSize(2));
        }
    }

    @Test
    void stepAndSeedSayWhoComesWhere() {
        assertThat(counts(1, 1, 5)).isDeepEqualTo(counts(1, 1, 5));
        assertThat(Arrays.deepEquals(counts(1, 1, 5), counts(1, 1, 6))).isFalse();
        assertThat(Arrays.deepEquals(counts(1, 1, 5), counts(2, 1, 5))).isFalse();
    }

    /**
     * Of 14 examples an example of the first slice (3) is in a group of 3 with probability 3/14, whichever slice that
     * group has taken the place of; in n steps a count of 3 draws without replacement has the standard deviation √(n ·
     * 3 · 3/14 · 11/14 · 11/13).
     */
    @Test
    void nobodyIsInTheGroupOfTheSameNumberMoreOftenThanByChance() {
        int steps = 4_000;

        int same =
                IntStream.range(0, steps).map(step -> counts(3, 1, step)[0][0]).sum();

        double expected = steps * 3 * 3 / 14.0;
        double deviation = Math.sqrt(steps * 3 * (3 / 14.0) * (11 / 14.0) * (11 / 13.0));
        assertThat((same - expected) / deviation).isBetween(-5.0, 5.0);
    }

    @Test
    void anotherNumberOfExamplesIsAMistake() {
        SliceDivision division = new ShuffledDivision(1, SHARES, 1, 0);
        assertThatIllegalStateException().isThrownBy(() -> division.parts(3));
        division.begin(0);

        assertThatIllegalStateException()
                .isThrownBy(() -> division.parts(4))
                .withMessage("a step must have begun, with 3 examples, had 4");
    }
}

package org.noisescale.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchSharesTest {

    @Test
    void spreadsTheRestOverTheVirtualWorkers() {
        BatchShares shares = new BatchShares(10, 4);

        assertThat(IntStream.range(0, 4).map(shares::share)).containsExactly(2, 3, 2, 3);
    }

    @Test
    void ownsExamplesInProportionToTheShare() {
        BatchShares shares = new BatchShares(10, 4);

        assertThat(IntStream.rangeClosed(0, 4).mapToLong(v -> shares.firstExample(v, 100)))
                .containsExactly(0L, 20L, 50L, 70L, 100L);
    }

    @Property(seed = "1")
    void sharesAreBalancedAndSumToTheBatch(
            @ForAll @IntRange(min = 1, max = 100_000) int batchSize,
            @ForAll @IntRange(min = 1, max = 500) int virtualWorkers) {
        Assume.that(virtualWorkers <= batchSize);
        BatchShares shares = new BatchShares(batchSize, virtualWorkers);

        assertThat(IntStream.range(0, virtualWorkers).map(shares::share).sum()).isEqualTo(batchSize);
        assertThat(IntStream.range(0, virtualWorkers).map(shares::share))
                .allMatch(share -> share == batchSize / virtualWorkers
                        || share == (batchSize + virtualWorkers - 1) / virtualWorkers);
    }

    @Property(seed = "2")
    void everyVirtualWorkerOwnsItsShareOrMoreAndItsProportionToOneExample(
            @ForAll @IntRange(min = 1, max = 5000) int batchSize,
            @ForAll @IntRange(min = 1, max = 50) int virtualWorkers,
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE - 5000) int surplus) {
        Assume.that(virtualWorkers <= batchSize);
        BatchShares shares = new BatchShares(batchSize, virtualWorkers);
        long examples = (long) batchSize + surplus;

        assertThat(shares.firstExample(0, examples)).isZero();
        assertThat(shares.firstExample(virtualWorkers, examples)).isEqualTo(examples);
        for (int v = 0; v < virtualWorkers; v++) {
            long owned = shares.firstExample(v + 1, examples) - shares.firstExample(v, examples);
            assertThat(owned).isGreaterThanOrEqualTo(shares.share(v));
            assertThat((double) owned).isCloseTo((double) examples * shares.share(v) / batchSize, within(1.0));
        }
    }

    @Test
    void refusesFewerExamplesThanABatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchShares(10, 4).firstExample(1, 9))
                .withMessage("examples must be in [batchSize, 2^31), were 9 with a batchSize of 10");
    }

    @Test
    void refusesAVirtualWorkerWithoutAShare() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchShares(3, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchShares(3, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchShares(3, 2).share(2));
    }
}

package org.noisescale.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchSamplerTest {

    @Property(seed = "1")
    void withoutReplacementEveryEpochVisitsEveryExampleOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int exampleCount,
            @ForAll @IntRange(min = 1, max = 60) int batchSize) {
        int share = Math.min(batchSize, exampleCount);
        int[] stream = stream(new ReshuffledSampler(seed, 3, exampleCount, share), 0, 3 * exampleCount);

        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(Arrays.stream(stream, epoch * exampleCount, (epoch + 1) * exampleCount)
                            .sorted())
                    .containsExactly(IntStream.range(0, exampleCount).boxed().toArray(Integer[]::new));
        }
    }

    /** Figures of an independent program in another language. */
    @Test
    void aBatchMayEndOneEpochAndBeginTheNext() {
        int[] batches = stream(new ReshuffledSampler(11, 0, 5, 3), 0, 15);

        assertThat(batches).containsExactly(1, 2, 3, 0, 4, 2, 1, 4, 0, 3, 4, 0, 3, 1, 2);
    }

    @Test
    void everyEpochVirtualWorkerAndSeedHasItsOwnOrder() {
        int[] first = stream(new ReshuffledSampler(11, 0, 100, 100), 0, 100);

        assertThat(first).isNotEqualTo(stream(new ReshuffledSampler(11, 0, 100, 100), 1, 100));
        assertThat(first).isNotEqualTo(stream(new ReshuffledSampler(11, 1, 100, 100), 0, 100));
        assertThat(first).isNotEqualTo(stream(new ReshuffledSampler(12, 0, 100, 100), 0, 100));
    }

    @Property(seed = "2")
    void aStepDrawsTheSameWhateverWasDrawnBefore(@ForAll long seed, @ForAll @IntRange(min = 0, max = 50) int step) {
        BatchSampler reshuffled = new ReshuffledSampler(seed, 2, 17, 5);
        BatchSampler replacement = new ReplacementSampler(seed, 2, 17, 5);

        assertThat(stream(reshuffled, step, 5))
                .isEqualTo(Arrays.copyOfRange(stream(reshuffled, 0, 300), 5 * step, 5 * step + 5));
        assertThat(stream(replacement, step, 5))
                .isEqualTo(Arrays.copyOfRange(stream(replacement, 0, 300), 5 * step, 5 * step + 5));
    }

    /** χ² with 99 degrees of freedom exceeds 160.1 with probability 10⁻⁴; for pairs of successive draws likewise. */
    @Test
    void withReplacementEveryExampleAndEveryPairIsEquallyLikely() {
        int[] draws = stream(new ReplacementSampler(5, 1, 100, 64), 0, 640_000);
        long[] examples = new long[100];
        long[] pairs = new long[100];

        for (int draw = 0; draw + 1 < draws.length; draw++) {
            examples[draws[draw]]++;
            pairs[draws[draw] / 10 * 10 + draws[draw + 1] / 10]++;
        }

        assertThat(ChiSquare.ofEqualCells(examples)).isLessThan(160.1);
        assertThat(ChiSquare.ofEqualCells(pairs)).isLessThan(160.1);
    }

    /** The first draw of an epoch over many seeds: χ² with 9 degrees of freedom exceeds 33.7 with probability 10⁻⁴. */
    @Test
    void withoutReplacementTheFirstOfAnEpochIsEquallyLikelyAny() {
        long[] counts = new long[10];

        for (int seed = 0; seed < 100_000; seed++) {
            counts[stream(new ReshuffledSampler(seed, 0, 10, 1), 10, 1)[0]]++;
        }

        assertThat(ChiSquare.ofEqualCells(counts)).isLessThan(33.7);
    }

    /** Figures of an independent program in another language. */
    @Test
    void withReplacementTheDrawsStayTheSameForEver() {
        assertThat(stream(new ReplacementSampler(11, 0, 1000, 3), 4, 3)).containsExactly(276, 226, 371);
    }

    @Test
    void writesNoFurtherThanTheBatch() {
        int[] positions = {-1, -1, -1, -1};

        new ReplacementSampler(1, 0, 9, 2).drawInto(0, positions);

        assertThat(positions[1]).isNotNegative();
        assertThat(positions).endsWith(-1, -1);
    }

    @Test
    void refusesABatchThatWouldRepeatAnExample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReshuffledSampler(1, 0, 9, 10))
                .withMessageContaining("were 10 of 9 and 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplacementSampler(1, 0, 0, 1));
    }

    private static int[] stream(BatchSampler sampler, long firstStep, int draws) {
        int batchSize = sampler.batchSize();
        int steps = (draws + batchSize - 1) / batchSize;
        int[] stream = new int[steps * batchSize];
        int[] positions = new int[batchSize];
        for (int step = 0; step < steps; step++) {
            sampler.drawInto(firstStep + step, positions);
            System.arraycopy(positions, 0, stream, step * batchSize, batchSize);
        }
        return Arrays.copyOf(stream, draws);
    }
}

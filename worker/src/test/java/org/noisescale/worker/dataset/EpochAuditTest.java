package org.noisescale.worker.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.BitSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochAuditTest {

    @Property(seed = "1", tries = 200)
    void acceptsWhatTheSamplerDraws(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 1, max = 40) int b) {
        ExamplePartition partition =
                partition(LongStream.range(0, n).map(i -> 1000 - 7 * i).toArray());
        int[] positions = new int[Math.min(n, b)];
        BatchSampler sampler = new ReshuffledSampler(seed, 0, n, positions.length);
        EpochAudit audit = new EpochAudit(0, partition);

        for (int step = 0; step < 50; step++) {
            sampler.drawInto(step, positions);
            for (int position : positions) {
                audit.observe(partition.index(position));
            }
        }

        EpochAuditReport report = audit.report();
        assertThat(report.trouble()).isEmpty();
        assertThat(report.epochsCompleted()).isEqualTo(50L * positions.length / n);
        assertThat(report.observed()).isEqualTo(50L * positions.length);
    }

    @Property(seed = "2")
    void noticesWhenAnyOneObservationIsReplacedByAnother(
            @ForAll @IntRange(min = 0, max = 14) int victim, @ForAll @IntRange(min = 1, max = 4) int shift) {
        EpochAudit audit = new EpochAudit(0, partition(0, 1, 2, 3, 4));

        for (int draw = 0; draw < 15; draw++) {
            audit.observe((draw + (draw == victim ? shift : 0)) % 5);
        }

        assertThat(audit.report().twice()).isEqualTo(1);
        assertThat(audit.report().missing()).isEqualTo(1);
    }

    @Test
    void noticesErrorsThatCancelOverTheEpochs() {
        EpochAudit audit = new EpochAudit(4, partition(7, 8));

        LongStream.of(7, 7, 8, 8).forEach(audit::observe);

        EpochAuditReport report = audit.report();
        assertThat(report.twice()).isEqualTo(2);
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.trouble()).isEqualTo("virtual worker 4, epoch 0: example 7 was counted twice");
    }

    @Test
    void noticesADoubleInAnUnfinishedEpoch() {
        EpochAudit audit = new EpochAudit(0, partition(7, 8, 9));

        LongStream.of(7, 8, 9, 8, 8).forEach(audit::observe);

        assertThat(audit.report().twice()).isEqualTo(1);
        assertThat(audit.report().missing()).isZero();
    }

    @Test
    void noticesAnExampleOfSomebodyElse() {
        EpochAudit audit = new EpochAudit(0, partition(7, 8));

        LongStream.of(7, 9).forEach(audit::observe);

        assertThat(audit.report().foreign()).isEqualTo(1);
        assertThat(audit.report().missing()).isEqualTo(1);
    }

    @Test
    void noticesAPartitionThatHoldsAnExampleTwice() {
        EpochAudit audit = new EpochAudit(0, partition(7, 7, 8));

        LongStream.of(7, 7, 8).forEach(audit::observe);

        assertThat(audit.report().twice()).isEqualTo(1);
        assertThat(audit.report().missing()).isEqualTo(1);
    }

    @Test
    void theMergedReportProvesTheWholeDataset() {
        EpochAuditReport merged = epochOf(1, 3, 5).mergedWith(epochOf(2, 4));

        merged.requireEveryExampleOnce(bits(1, 2, 3, 4, 5));

        assertThat(merged.epochsCompleted()).isEqualTo(1);
        assertThat(merged.observed()).isEqualTo(5);
    }

    @Test
    void noticesAnExampleOfTwoVirtualWorkers() {
        EpochAuditReport merged = epochOf(1, 3, 5).mergedWith(epochOf(2, 3));

        assertThatIllegalStateException()
                .isThrownBy(() -> merged.requireEveryExampleOnce(bits(1, 2, 3, 5)))
                .withMessageContaining("1 twice")
                .withMessageContaining("example 3 belongs to two virtual workers");
    }

    @Test
    void noticesAnExampleThatNobodyOwns() {
        assertThatIllegalStateException()
                .isThrownBy(() -> epochOf(1, 3).requireEveryExampleOnce(bits(1, 2, 3)))
                .withMessageContaining("1 never counted in 1 epochs");
    }

    @Test
    void noticesThatAnEvaluationExampleWasTrainedOn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> epochOf(1, 3).requireEveryExampleOnce(bits(1)))
                .withMessageContaining("1 that are no training examples");
    }

    @Test
    void anUnfinishedFirstEpochNeedNotCountEverything() {
        EpochAudit audit = new EpochAudit(0, partition(1, 2, 3));
        audit.observe(2);

        audit.report().requireEveryExampleOnce(bits(1, 2, 3));

        assertThat(audit.report().epochsCompleted()).isZero();
    }

    private static EpochAuditReport epochOf(long... indices) {
        EpochAudit audit = new EpochAudit(0, partition(indices));
        LongStream.of(indices).forEach(audit::observe);
        return audit.report();
    }

    private static BitSet bits(int... indices) {
        BitSet bits = new BitSet();
        for (int index : indices) {
            bits.set(index);
        }
        return bits;
    }

    private static ExamplePartition partition(long... indices) {
        return new ExamplePartition(1, 2, new float[indices.length], new int[indices.length], indices);
    }
}

package org.noisescale.worker.dataset;

import java.io.Serializable;
import java.util.BitSet;

/**
 * What an {@link EpochAudit} found; reports of several virtual workers merge in any order.
 *
 * @param epochsCompleted epochs that every audited virtual worker completed
 * @param observed how many examples were gathered into batches
 * @param missing examples left out of a completed epoch, once for each epoch that lacks them
 * @param twice observations of an example that had been counted in its epoch before
 * @param foreign observations of examples that the virtual worker does not own
 * @param trouble the first irregularity in words, empty where there is none
 * @param counted the dataset indices that were counted at least once
 */
public record EpochAuditReport(
        long epochsCompleted, long observed, long missing, long twice, long foreign, String trouble, BitSet counted)
        implements Serializable {

    /**
     * This report and another one, of another virtual worker, as one. An example that both counted was counted twice.
     */
    public EpochAuditReport mergedWith(EpochAuditReport other) {
        BitSet shared = copyOf(counted);
        shared.and(other.counted);
        BitSet union = copyOf(counted);
        union.or(other.counted);
        return new EpochAuditReport(
                Math.min(epochsCompleted, other.epochsCompleted),
                observed + other.observed,
                missing + other.missing,
                twice + other.twice + shared.cardinality(),
                foreign + other.foreign,
                firstTrouble(other, shared),
                union);
    }

    /**
     * Asserts that nothing irregular was seen and that what was counted is exactly the training examples: all of them
     * once an epoch is completed, no others before.
     *
     * @param training the dataset indices of all training examples
     * @throws IllegalStateException with the figures, if the run did not count every example once per epoch
     */
    public void requireEveryExampleOnce(BitSet training) {
        BitSet strange = copyOf(counted);
        strange.andNot(training);
        long uncounted = epochsCompleted == 0 ? 0 : (long) training.cardinality() - counted.cardinality();
        if (missing + twice + foreign > 0 || !strange.isEmpty() || uncounted != 0) {
            throw new IllegalStateException("not every example was counted once per epoch: " + missing + " missing, "
                    + twice + " twice, " + foreign + " foreign, " + strange.cardinality()
                    + " that are no training examples, " + uncounted + " never counted in " + epochsCompleted
                    + " epochs; " + (trouble.isEmpty() ? "the partitions do not fit the dataset" : trouble));
        }
    }

    private String firstTrouble(EpochAuditReport other, BitSet shared) {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        if (other.trouble.isEmpty() && !shared.isEmpty()) {
            return "example " + shared.nextSetBit(0) + " belongs to two virtual workers";
        }
        return other.trouble;
    }

    private static BitSet copyOf(BitSet bits) {
        return (BitSet) bits.clone();
    }
}

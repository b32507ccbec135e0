package org.noisescale.worker.dataset;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Proves along a real run that every example of a virtual worker is counted exactly once per epoch. It is told the
 * dataset index of each example at the moment it is gathered into a batch, and trusts nobody about epochs: an epoch of
 * a partition of n examples is n observations.
 *
 * <p>For each example it holds the last epoch in which it was counted. A second observation in the same epoch is thus
 * noticed at once, as is an index that the partition does not have; and as an epoch has as many observations as
 * examples, each of these leaves another example out, which is noticed when the epoch ends. The check is exact, needs
 * no knowledge of the order, and costs 12 bytes per example and a binary search per observation.
 */
public final class EpochAudit {
    private static final int NEVER = -1;

    private final int virtualWorker;
    private final long[] indices;
    private final int[] lastEpochs;
    private long observed;
    private int epoch;
    private int countedInEpoch;
    private int observedInEpoch;
    private long twice;
    private long missing;
    private long foreign;
    private String trouble = "";

    /** An audit of these examples before the first step. */
    public EpochAudit(int virtualWorker, ExamplePartition partition) {
        this.virtualWorker = virtualWorker;
        this.indices = new long[partition.exampleCount()];
        Arrays.setAll(indices, partition::index);
        Arrays.sort(indices);
        this.lastEpochs = new int[indices.length];
        Arrays.fill(lastEpochs, NEVER);
    }

    /** Begins with an epoch, before anything was counted; that those before it are right is somebody else's word. */
    public void beginAt(int epochs) {
        epoch = epochs;
        observed = (long) epochs * indices.length;
        Arrays.fill(lastEpochs, epochs - 1);
    }

    /** Counts the example with this index in the whole dataset. */
    public void observe(long index) {
        observed++;
        observedInEpoch++;
        int slot = Arrays.binarySearch(indices, index);
        if (slot < 0) {
            foreign++;
            note(index, "is not among its examples");
        } else if (lastEpochs[slot] == epoch) {
            twice++;
            note(index, "was counted twice");
        } else {
            lastEpochs[slot] = epoch;
            countedInEpoch++;
        }
        if (observedInEpoch == indices.length) {
            closeEpoch();
        }
    }

    /** What was found so far; missing examples are known for completed epochs only. */
    public EpochAuditReport report() {
        BitSet counted = new BitSet();
        for (int slot = 0; slot < indices.length; slot++) {
            if (lastEpochs[slot] != NEVER) {
                counted.set(Math.toIntExact(indices[slot]));
            }
        }
        return new EpochAuditReport(epoch, observed, missing, twice, foreign, trouble, counted);
    }

    private void closeEpoch() {
        int absent = indices.length - countedInEpoch;
        if (absent > 0) {
            missing += absent;
            note(firstAbsent(), "is missing");
        }
        epoch++;
        countedInEpoch = 0;
        observedInEpoch = 0;
    }

    private long firstAbsent() {
        int slot = 0;
        while (lastEpochs[slot] == epoch) {
            slot++;
        }
        return indices[slot];
    }

    private void note(long index, String what) {
        if (trouble.isEmpty()) {
            trouble = "virtual worker " + virtualWorker + ", epoch " + epoch + ": example " + index + " " + what;
        }
    }
}

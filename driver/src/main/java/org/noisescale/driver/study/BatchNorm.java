package org.noisescale.driver.study;

import java.io.Serializable;

/**
 * Over which examples layers of BatchNormalization take their mean and variance in training.
 *
 * @param size examples in a ghost batch, or virtual workers in a group; 0 where nothing is counted
 */
public record BatchNorm(Extent extent, int size) implements Serializable {
    /** There are no such layers. */
    public static final BatchNorm NONE = new BatchNorm(Extent.NONE, 0);
    /** Those of one virtual worker's slice. */
    public static final BatchNorm LOCAL = new BatchNorm(Extent.LOCAL, 0);
    /** The whole batch. */
    public static final BatchNorm SYNC = new BatchNorm(Extent.SYNC, 0);

    static final WholeRange GHOST = new WholeRange(2, 1_000_000);
    static final WholeRange GROUP = new WholeRange(1, 1_024);

    private static final long serialVersionUID = 1;

    /** What belongs together. */
    public enum Extent {
        /** There are no layers. */
        NONE,
        /** A virtual worker's slice. */
        LOCAL,
        /** Parts of a slice (Hoffer et al. 2017, arXiv:1705.08741). */
        GHOST,
        /** The slices of neighbouring virtual workers. */
        GROUP,
        /** As many examples as these, drawn anew over the batch at each step (He et al. 2020, arXiv:1911.05722). */
        SHUFFLE,
        /** The batch. */
        SYNC
    }

    /** Checks the range. */
    public BatchNorm {
        if (extent == Extent.GHOST) {
            GHOST.require("the examples of batchNorm ghost", size);
        }
        if (extent == Extent.GROUP || extent == Extent.SHUFFLE) {
            GROUP.require("the virtual workers of batchNorm group or shuffle", size);
        }
    }

    /** The slices of how many of so many virtual workers have as many examples as share statistics. */
    public int groupSize(int virtualWorkers) {
        return switch (extent) {
            case NONE, LOCAL, GHOST -> 1;
            case GROUP, SHUFFLE -> size;
            case SYNC -> virtualWorkers;
        };
    }

    /**
     * Of how many neighbouring virtual workers, of so many, the gradients depend on each other; divides their number.
     */
    public int dependentWorkers(int virtualWorkers) {
        return isShuffled() ? virtualWorkers : groupSize(virtualWorkers);
    }

    /** Into parts of how many examples slices are cut; 0 for not at all. */
    public int ghostSize() {
        return extent == Extent.GHOST ? size : 0;
    }

    /** Whether those who share come from anywhere in the batch. */
    public boolean isShuffled() {
        return extent == Extent.SHUFFLE;
    }

    /** Whether virtual workers wait for each other in the middle of a gradient. */
    public boolean isShared(int virtualWorkers) {
        return groupSize(virtualWorkers) > 1 || isShuffled();
    }

    /** How many examples share statistics in this training, in the mean; NaN if none do. */
    public double examples(TrainingPlan training) {
        int virtualWorkers = training.cluster().virtualWorkers();
        double slice = (double) training.batchSize() / virtualWorkers;
        return switch (extent) {
            case NONE -> Double.NaN;
            case GHOST -> size;
            case LOCAL, GROUP, SHUFFLE, SYNC -> slice * groupSize(virtualWorkers);
        };
    }

    /** Says what is impossible about it for this training. */
    void require(TrainingPlan training) {
        TrainingPlan.Cluster cluster = training.cluster();
        requireDivision(cluster.virtualWorkers());
        if (ghostSize() > 0 && training.batchSize() % ((long) cluster.virtualWorkers() * ghostSize()) != 0) {
            throw new IllegalArgumentException("model.batchNorm ghost must divide the examples of every virtual worker,"
                    + " training.batchSize / training.virtualWorkers (" + training.batchSize() + " / "
                    + cluster.virtualWorkers() + "), was " + ghostSize());
        }
        if (isShared(cluster.virtualWorkers())) {
            requireTogether(cluster);
        }
    }

    private void requireDivision(int virtualWorkers) {
        int group = groupSize(virtualWorkers);
        if (group > virtualWorkers || virtualWorkers % group != 0) {
            throw new IllegalArgumentException("model.batchNorm " + (isShuffled() ? "shuffle" : "group")
                    + " must divide training.virtualWorkers (" + virtualWorkers + "), was " + group);
        }
        if (isShuffled() && group == virtualWorkers) {
            throw new IllegalArgumentException("model.batchNorm shuffle:" + group + " has the whole batch of "
                    + virtualWorkers + " virtual workers in one group, in which there is nothing to shuffle; take sync,"
                    + " or fewer");
        }
    }

    private static void requireTogether(TrainingPlan.Cluster cluster) {
        if (!cluster.synchronization().isBulkSynchronous()) {
            throw new IllegalArgumentException(
                    "model.batchNorm group, shuffle and sync are for rule bsp: virtual workers share"
                            + " statistics only while all of them compute at the same parameters, which rule "
                            + cluster.synchronization().rule() + " does not see to; take local or ghost");
        }
        if (cluster.isSimulated()) {
            throw new IllegalArgumentException(
                    "model.batchNorm group, shuffle and sync are not available on a simulated"
                            + " cluster, whose workers compute one after the other; take local or ghost");
        }
    }
}

package org.noisescale.driver.study;

import java.io.Serializable;

/**
 * What is measured of the statistics of BatchNormalization.
 *
 * @param every after how many steps a second batch is looked at, for the noise under shared statistics and that of the
 *     statistics; from 2 to 10,000,000, 0 for never
 * @param leak at the end of a run, with how many batches it is tried whether normalised features tell the virtual
 *     worker that made them, to 1,000; 0 for none
 */
public record BatchNormMeasures(int every, int leak) implements Serializable {
    static final WholeRange EVERY = new WholeRange(0, 10_000_000);
    static final WholeRange LEAK = new WholeRange(0, 1_000);

    private static final long serialVersionUID = 1;

    /** Checks the ranges. */
    public BatchNormMeasures {
        EVERY.require("every", every);
        LEAK.require("leak", leak);
    }

    /** Nothing is measured. */
    public static BatchNormMeasures none() {
        return new BatchNormMeasures(0, 0);
    }

    /** Says what is impossible about it for this model and training. */
    void require(BatchNorm batchNorm, TrainingPlan training) {
        boolean asked = every > 0 || leak > 0;
        if (asked && batchNorm.equals(BatchNorm.NONE)) {
            throw new IllegalArgumentException(
                    "measure.batchNorm is for models with BatchNormalization, model.batchNorm"
                            + " local, ghost:N, group:N, shuffle:N or sync; was none");
        }
        if (every > 0) {
            requireSecondBatches(training.cluster());
        }
        if (leak > 0) {
            requireVisits(training.cluster());
        }
    }

    private void requireSecondBatches(TrainingPlan.Cluster cluster) {
        if (every == 1) {
            throw new IllegalArgumentException(
                    "measure.batchNorm.every must be 0 or at least 2, since every batch would"
                            + " be looked at twice, was 1");
        }
        if (cluster.isSimulated() || cluster.isSeated()) {
            throw new IllegalArgumentException(
                    "measure.batchNorm.every is for rule bsp on a real cluster, whose workers"
                            + " all compute at the same version, was "
                            + cluster.synchronization().rule()
                            + (cluster.isSimulated() ? " on a simulated one" : ""));
        }
    }

    private static void requireVisits(TrainingPlan.Cluster cluster) {
        if (cluster.virtualWorkers() < 2 || cluster.isSimulated()) {
            throw new IllegalArgumentException(
                    "measure.batchNorm.leak is for at least two virtual workers of a real" + " cluster, was "
                            + cluster.virtualWorkers() + (cluster.isSimulated() ? " of a simulated one" : ""));
        }
    }
}

package org.noisescale.driver.study;

import java.io.Serializable;

/**
 * What is measured of the statistics of BatchNormalization.
 *
 * @param leak at the end of a run, with how many batches it is tried whether normalised features tell the virtual
 *     worker that made them, to 1,000; 0 for none
 */
public record BatchNormMeasures(int leak) implements Serializable {
    /** Nothing. */
    public static final BatchNormMeasures NONE = new BatchNormMeasures(0);

    static final WholeRange LEAK = new WholeRange(0, 1_000);

    private static final long serialVersionUID = 1;

    /** Checks the range. */
    public BatchNormMeasures {
        LEAK.require("leak", leak);
    }

    /** Says what is impossible about it for this model and training. */
    void require(BatchNorm batchNorm, TrainingPlan training) {
        TrainingPlan.Cluster cluster = training.cluster();
        if (leak == 0) {
            return;
        }
        if (batchNorm.equals(BatchNorm.NONE)) {
            throw new IllegalArgumentException(
                    "measure.batchNorm.leak is for models with BatchNormalization, model.batchNorm was none");
        }
        if (cluster.virtualWorkers() < 2 || cluster.isSimulated()) {
            throw new IllegalArgumentException(
                    "measure.batchNorm.leak is for at least two virtual workers of a real" + " cluster, was "
                            + cluster.virtualWorkers() + (cluster.isSimulated() ? " of a simulated one" : ""));
        }
    }
}

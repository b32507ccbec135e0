package org.noisescale.driver.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.study.DataPlan;

/**
 * The dataset that was asked for last; another one takes its place, so that the executors hold one at a time. The last
 * one goes when Spark is stopped: to take it from tasks that may still be running would only make them complain.
 */
final class CurrentDataset {
    private final SparkCluster cluster;
    private @Nullable StoredDataset dataset;
    private @Nullable DataPlan plan;

    CurrentDataset(SparkCluster cluster) {
        this.cluster = cluster;
    }

    /** Whether asking for this one means reading it. */
    boolean isToBeRead(DataPlan wanted) {
        return wanted.hasStoredExamples() && !wanted.equals(plan);
    }

    /**
     * The dataset of a plan; empty if the plan needs no examples.
     *
     * @throws org.noisescale.driver.study.InputException if it cannot be trained on
     */
    Optional<StoredDataset> of(DataPlan wanted) {
        if (!wanted.hasStoredExamples()) {
            return Optional.empty();
        }
        if (isToBeRead(wanted)) {
            release();
            dataset = StoredDataset.open(cluster.session(), wanted);
            plan = wanted;
        }
        return Optional.ofNullable(dataset);
    }

    private void release() {
        if (dataset != null) {
            dataset.close();
            dataset = null;
            plan = null;
        }
    }
}

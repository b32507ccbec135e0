package org.noisescale.driver.job;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.noisescale.driver.job.dataset.WorkerPartition;

/** What a worker holds when the objective needs no examples: its rank. */
record EmptyPartition() implements Function<Integer, WorkerPartition> {
    private static final long serialVersionUID = 1;

    @Override
    public WorkerPartition call(Integer rank) {
        return new WorkerPartition(rank, List.of(), List.of());
    }
}

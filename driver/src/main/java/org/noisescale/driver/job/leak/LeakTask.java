package org.noisescale.driver.job.leak;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.driver.analysis.LeakReading;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.NormalizedVisits;

/** Has examples visit one batch and probes what they have become. */
record LeakTask(
        NetworkPlan plan,
        BatchShares shares,
        Broadcast<ExamplePartition> sample,
        Broadcast<float[]> parameters,
        long seed)
        implements Function<Integer, LeakReading> {
    private static final long serialVersionUID = 1;

    @Override
    public LeakReading call(Integer batch) {
        long ofBatch = CounterRandom.derive(seed, batch);
        return LeakReading.of(new NormalizedVisits(plan, shares, sample.value(), LeakExecution.VISITS, ofBatch)
                .seenBy(parameters.value()));
    }
}

package org.noisescale.driver.job.leak;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.driver.analysis.LeakReading;
import org.noisescale.driver.job.curvature.JobWait;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.NormalizedVisits;

/** Measures on executors what a trained network's normalised features tell of the virtual worker that made them. */
public final class LeakExecution {
    /** How many examples visit each virtual worker; half of them to learn from. */
    public static final int VISITS = 128;

    private static final long STREAM = 13;

    private final JavaSparkContext spark;
    private final JobWait jobs;

    /** Where jobs run and how they are waited for. */
    public LeakExecution(JavaSparkContext spark, JobWait jobs) {
        this.spark = spark;
        this.jobs = jobs;
    }

    /** How many training examples there must be. */
    public static long examplesMin(BatchShares shares) {
        return NormalizedVisits.examplesMin(shares, VISITS);
    }

    /**
     * A reading for each of so many batches, which are drawn independently.
     *
     * @param parameters of the network
     */
    public List<LeakReading> readings(
            NetworkPlan plan, BatchShares shares, StoredDataset dataset, float[] parameters, int batches)
            throws InterruptedException {
        Broadcast<ExamplePartition> sample =
                spark.broadcast(dataset.sample(Math.toIntExact(dataset.report().trainingExamples())));
        Broadcast<float[]> shared = spark.broadcast(parameters);
        try {
            List<Integer> numbers = IntStream.range(0, batches).boxed().toList();
            JavaRDD<Integer> dealt =
                    spark.parallelize(numbers, Math.min(batches, Math.max(1, spark.defaultParallelism())));
            long seed = CounterRandom.derive(plan.sampling().seed(), STREAM);
            LeakTask task = new LeakTask(plan, shares, sample, shared, seed);
            return jobs.await(() -> dealt.map(task).collectAsync());
        } finally {
            sample.destroy();
            shared.destroy();
        }
    }
}

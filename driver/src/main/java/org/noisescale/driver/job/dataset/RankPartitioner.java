package org.noisescale.driver.job.dataset;

import org.apache.spark.Partitioner;

/** Sends what belongs to a worker to the Spark partition with the number of its rank. */
final class RankPartitioner extends Partitioner {
    private final int workers;

    RankPartitioner(int workers) {
        this.workers = workers;
    }

    @Override
    public int numPartitions() {
        return workers;
    }

    @Override
    public int getPartition(Object rank) {
        return (Integer) rank;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RankPartitioner that && that.workers == workers;
    }

    @Override
    public int hashCode() {
        return workers;
    }
}

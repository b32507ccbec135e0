package org.noisescale.worker.batchnorm;

import org.noisescale.parameterserver.moments.ChannelStatistics;

/** Where a layer's statistics of a slice are merged with those of the slices that are normalised together with it. */
@FunctionalInterface
public interface StatisticsPool {
    /** A slice is normalised by its own statistics. */
    StatisticsPool ALONE = statistics -> {};

    /** Waits for the others and puts what all of them have into the place of the slice's own. */
    void share(ChannelStatistics statistics);
}

package org.noisescale.worker.batchnorm;

import java.util.List;
import org.noisescale.parameterserver.moments.ChannelStatistics;

/** Where a layer's statistics of a slice are merged with those of the slices that are normalised together with it. */
@FunctionalInterface
public interface StatisticsPool {
    /** A slice is normalised by its own statistics. */
    StatisticsPool ALONE = parts -> {};

    /** Waits for the others and puts what all of them have into the place of what each part of the slice has. */
    void share(List<ChannelStatistics> parts);
}

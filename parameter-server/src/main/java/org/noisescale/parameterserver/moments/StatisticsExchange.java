package org.noisescale.parameterserver.moments;

import java.util.List;

/** How a worker's virtual workers share statistics with the others of their groups. */
@FunctionalInterface
public interface StatisticsExchange {
    /** There are no others to share with. */
    StatisticsExchange NOBODY = (step, position, groupSize, own) -> {
        throw new IllegalStateException("virtual workers that share statistics must be told how");
    };

    /**
     * Waits until the groups are whole and puts their statistics into the place of those of single virtual workers.
     *
     * @param position counts the exchanges of a step from 0
     * @param groupSize how many virtual workers are in a group
     * @param own what each virtual worker that this worker serves has, in order
     */
    void share(long step, int position, int groupSize, List<ChannelStatistics> own);
}

package org.noisescale.parameterserver.moments;

import java.util.List;

/** How a worker's virtual workers share statistics with the others of their groups. */
@FunctionalInterface
public interface StatisticsExchange {
    /** There are no others to share with. */
    StatisticsExchange NOBODY = (step, position, groups, own) -> {
        throw new IllegalStateException("virtual workers that share statistics must be told how");
    };

    /**
     * Waits until the groups are whole and puts their statistics into the place of those of single virtual workers.
     *
     * @param position counts the exchanges of a step from 0
     * @param own what each virtual worker that this worker serves has, in order, for each of its groups
     */
    void share(long step, int position, StatisticsGroups groups, List<List<ChannelStatistics>> own);
}

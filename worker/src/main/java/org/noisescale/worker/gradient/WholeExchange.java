package org.noisescale.worker.gradient;

import java.util.List;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.GroupReduction;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsGroups;

/** The exchange of a worker that serves all virtual workers: nobody else is asked. */
final class WholeExchange implements StatisticsExchange {
    private final GroupReduction reduction;

    WholeExchange(StatisticsGroups groups) {
        reduction = new GroupReduction(groups, new VirtualWorkerRange(0, groups.virtualWorkers()));
    }

    @Override
    public void share(long step, int position, StatisticsGroups groups, List<List<ChannelStatistics>> own) {
        reduction.reduce(own);
        for (int virtualWorker = 0; virtualWorker < own.size(); virtualWorker++) {
            List<ChannelStatistics> parts = own.get(virtualWorker);
            for (int which = 0; which < parts.size(); which++) {
                GroupReduction.Part group = reduction.partOf(virtualWorker, which);
                parts.get(which).copyFrom(group.round().at(AggregationTree.ROOT));
            }
        }
    }
}

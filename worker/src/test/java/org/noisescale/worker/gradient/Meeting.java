package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsRound;
import org.noisescale.worker.batchnorm.StatisticsPool;

/** Where networks on threads of their own wait for each other and merge what each has of as many groups. */
final class Meeting {
    private final AggregationTree tree;
    private final List<StatisticsRound> rounds = new ArrayList<>();
    private final CyclicBarrier arrival;
    private final CyclicBarrier departure;

    Meeting(int networks) {
        tree = new AggregationTree(networks);
        arrival = new CyclicBarrier(networks);
        departure = new CyclicBarrier(networks, rounds::clear);
    }

    StatisticsPool pool(int rank) {
        return parts -> share(rank, parts);
    }

    private void share(int rank, List<ChannelStatistics> parts) {
        synchronized (rounds) {
            while (rounds.size() < parts.size()) {
                rounds.add(new StatisticsRound(tree));
            }
            for (int group = 0; group < parts.size(); group++) {
                rounds.get(group).offer(tree.leaf(rank), parts.get(group));
            }
        }
        await(arrival);
        for (int group = 0; group < parts.size(); group++) {
            parts.get(group).copyFrom(rounds.get(group).at(AggregationTree.ROOT));
        }
        await(departure);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}

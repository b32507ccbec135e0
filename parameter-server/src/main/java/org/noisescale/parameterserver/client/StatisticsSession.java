package org.noisescale.parameterserver.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.moments.GroupReduction;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.moments.StatisticsGroups;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.StatisticsPublisher;

/**
 * A worker's side of exchanges of statistics without thread and clock. What its own virtual workers make up is merged
 * here; of groups that reach beyond them the roots of subtrees go to the first shard, which answers all workers at
 * once.
 */
final class StatisticsSession {
    private final ClientPlan plan;
    private final FrameSink firstShard;
    private final StatisticsPublisher publisher;
    private final List<AwaitedGroup> awaited = new ArrayList<>();
    private @Nullable GroupReduction reduction;
    private @Nullable StatisticsGroups reduced;

    StatisticsSession(ClientPlan plan, FrameSink firstShard) {
        this.plan = plan;
        this.firstShard = firstShard;
        ClientPlan.Membership membership = plan.membership();
        publisher = StatisticsPublisher.ofWorker(plan.runId(), membership.rank(), membership.attempt());
    }

    /** Begins an exchange. */
    void send(long step, int position, StatisticsGroups groups, List<List<ChannelStatistics>> own) {
        GroupReduction merged = reduction(groups);
        merged.reduce(own);
        for (AwaitedGroup group : awaited) {
            GroupReduction.Part part = group.part();
            ExchangeKey key = new ExchangeKey(step, position, groups.groupSize(), part.group());
            group.await(key, own.get(0).get(0));
            part.roots()
                    .forEach(node ->
                            publisher.send(firstShard, key, node, part.round().at(node)));
        }
    }

    private GroupReduction reduction(StatisticsGroups groups) {
        GroupReduction there = reduction;
        if (there == null || !groups.equals(reduced)) {
            there = new GroupReduction(groups, plan.membership().range());
            reduction = there;
            reduced = groups;
            awaited.clear();
            there.parts().stream().filter(part -> !part.isWhole()).forEach(part -> awaited.add(new AwaitedGroup(part)));
        }
        return there;
    }

    /** Takes what the first shard tells all workers. */
    void onStatistics(StatisticsContribution contribution) {
        for (int i = 0; i < awaited.size(); i++) {
            awaited.get(i).take(contribution);
        }
    }

    boolean isComplete() {
        boolean complete = true;
        for (int i = 0; i < awaited.size(); i++) {
            complete &= awaited.get(i).isComplete();
        }
        return complete;
    }

    /** What is missing, in words. */
    String missing() {
        return "statistics of others from " + plan.channels().nameOf(0);
    }

    /** Ends a complete exchange: each virtual worker gets what its groups have. */
    void spread(StatisticsGroups groups, List<List<ChannelStatistics>> own) {
        GroupReduction merged = reduction(groups);
        int first = plan.membership().range().first();
        for (int i = 0; i < own.size(); i++) {
            for (int which = 0; which < own.get(i).size(); which++) {
                GroupReduction.Part part = merged.partOf(first + i, which);
                ChannelStatistics whole = part.isWhole() ? part.round().at(AggregationTree.ROOT) : received(part);
                own.get(i).get(which).copyFrom(whole);
            }
        }
    }

    private ChannelStatistics received(GroupReduction.Part part) {
        return awaited.stream()
                .filter(group -> group.part().group() == part.group())
                .findFirst()
                .orElseThrow()
                .statistics();
    }
}

package org.noisescale.parameterserver.moments;

import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;

/**
 * What one worker can merge of its virtual workers' statistics: of each group the roots of the largest whole subtrees
 * that it owns, and where it owns a whole group, that group's.
 */
public final class GroupReduction {
    private final StatisticsGroups groups;
    private final VirtualWorkerRange range;
    private final List<Part> parts = new ArrayList<>();

    /** The reduction of the virtual workers in a range. */
    public GroupReduction(StatisticsGroups groups, VirtualWorkerRange range) {
        this.groups = groups;
        this.range = range;
        AggregationTree tree = groups.tree();
        for (int group = 0; group < groups.count(); group++) {
            int number = group;
            groups.findMembers(group, range)
                    .ifPresent(members ->
                            parts.add(new Part(number, tree, tree.cover(members), new StatisticsRound(tree))));
        }
    }

    /**
     * A group of which the worker serves members.
     *
     * @param roots what is sent to others
     * @param round holds what stands at the roots
     */
    public record Part(int group, AggregationTree tree, List<Integer> roots, StatisticsRound round) {
        /** Whether the worker serves all members. */
        public boolean isWhole() {
            return roots.get(0) == AggregationTree.ROOT;
        }
    }

    /** The groups of which the worker serves members, in order. */
    public List<Part> parts() {
        return parts;
    }

    /**
     * Merges what each virtual worker of the range has, in order.
     *
     * @param own for each of its groups
     */
    public void reduce(List<List<ChannelStatistics>> own) {
        if (own.size() != range.count()) {
            throw new IllegalArgumentException(
                    "there must be statistics of all " + range.count() + " virtual workers, were of " + own.size());
        }
        parts.forEach(part -> part.round.restart());
        for (int i = 0; i < own.size(); i++) {
            offer(range.first() + i, own.get(i));
        }
    }

    private void offer(int virtualWorker, List<ChannelStatistics> own) {
        if (own.size() != groups.groupsOfEach()) {
            throw new IllegalArgumentException("there must be statistics for all " + groups.groupsOfEach()
                    + " groups of a virtual worker, were for " + own.size());
        }
        for (int which = 0; which < own.size(); which++) {
            Part part = partOf(virtualWorker, which);
            part.round.offer(part.tree.leaf(groups.memberOf(virtualWorker)), own.get(which));
        }
    }

    /**
     * A group of a virtual worker of the range.
     *
     * @param which of its groups
     */
    public Part partOf(int virtualWorker, int which) {
        return parts.get(groups.groupOf(virtualWorker, which) - parts.get(0).group);
    }
}

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
        for (int group = groups.groupOf(range.first()); group <= groups.groupOf(range.end() - 1); group++) {
            AggregationTree tree = groups.tree();
            parts.add(new Part(
                    group,
                    tree,
                    tree.cover(groups.findMembers(group, range).orElseThrow()),
                    new StatisticsRound(tree)));
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

    /** Merges what each virtual worker of the range has, in order. */
    public void reduce(List<ChannelStatistics> own) {
        if (own.size() != range.count()) {
            throw new IllegalArgumentException("there must be statistics of all " + range.count()
                    + " virtual workers, were of " + own.size());
        }
        parts.forEach(part -> part.round.restart());
        for (int i = 0; i < own.size(); i++) {
            int virtualWorker = range.first() + i;
            Part part = partOf(virtualWorker);
            part.round.offer(part.tree.leaf(virtualWorker % groups.groupSize()), own.get(i));
        }
    }

    /** The group of a virtual worker of the range. */
    public Part partOf(int virtualWorker) {
        return parts.get(groups.groupOf(virtualWorker) - parts.get(0).group);
    }
}

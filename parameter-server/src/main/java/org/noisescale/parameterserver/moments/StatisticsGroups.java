package org.noisescale.parameterserver.moments;

import java.util.Optional;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;

/**
 * Virtual workers that share statistics: the first {@code groupSize} of them, the next, and so on; or all of them in
 * each of several groups, where the examples of a slice belong to different ones.
 *
 * @param groupSize how many contribute to a group; divides the number of virtual workers
 * @param count how many groups there are
 */
public record StatisticsGroups(int virtualWorkers, int groupSize, int count) {
    /** Checks that the groups are alike. */
    public StatisticsGroups {
        if (!areAlike(virtualWorkers, groupSize)) {
            throw new IllegalArgumentException(
                    "a group must be a part of " + virtualWorkers + " virtual workers, was " + groupSize);
        }
        boolean across = groupSize == virtualWorkers && count >= 1 && count <= virtualWorkers;
        if (!across && count != virtualWorkers / groupSize) {
            throw new IllegalArgumentException("there must be " + virtualWorkers / groupSize + " groups of " + groupSize
                    + " neighbours, or at most as many as virtual workers if all contribute to each, were " + count);
        }
    }

    /** Groups of neighbours. */
    public static StatisticsGroups ofNeighbours(int virtualWorkers, int groupSize) {
        return new StatisticsGroups(virtualWorkers, groupSize, virtualWorkers / Math.max(1, groupSize));
    }

    /** Groups to each of which all virtual workers contribute. */
    public static StatisticsGroups across(int virtualWorkers, int count) {
        return new StatisticsGroups(virtualWorkers, virtualWorkers, count);
    }

    /** Whether so many virtual workers can be divided into groups of this size. */
    public static boolean areAlike(int virtualWorkers, int groupSize) {
        return groupSize >= 1 && groupSize <= virtualWorkers && virtualWorkers % groupSize == 0;
    }

    /** To how many groups each virtual worker contributes. */
    public int groupsOfEach() {
        return isAcross() ? count : 1;
    }

    /**
     * The number of a group to which a virtual worker contributes.
     *
     * @param which of its groups
     */
    public int groupOf(int virtualWorker, int which) {
        return isAcross() ? which : virtualWorker / groupSize;
    }

    /** Which of a group's members a virtual worker is. */
    public int memberOf(int virtualWorker) {
        return isAcross() ? virtualWorker : virtualWorker % groupSize;
    }

    private boolean isAcross() {
        return groupSize == virtualWorkers;
    }

    /** The tree over the members of a group. */
    public AggregationTree tree() {
        return new AggregationTree(groupSize);
    }

    /** Which members of a group are in a range of virtual workers, counted within the group. */
    public Optional<VirtualWorkerRange> findMembers(int group, VirtualWorkerRange range) {
        int before = isAcross() ? 0 : group * groupSize;
        int first = Math.max(0, range.first() - before);
        int end = Math.min(groupSize, range.end() - before);
        return first < end ? Optional.of(new VirtualWorkerRange(first, end)) : Optional.empty();
    }
}

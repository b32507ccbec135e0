package org.noisescale.parameterserver.moments;

import java.util.Optional;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;

/**
 * Neighbouring virtual workers that share statistics: the first {@code groupSize} of them, the next, and so on.
 *
 * @param groupSize how many are in a group; divides the number of virtual workers
 */
public record StatisticsGroups(int virtualWorkers, int groupSize) {
    /** Checks that the groups are alike. */
    public StatisticsGroups {
        if (!areAlike(virtualWorkers, groupSize)) {
            throw new IllegalArgumentException(
                    "a group must be a part of " + virtualWorkers + " virtual workers, was " + groupSize);
        }
    }

    /** Whether so many virtual workers can be divided into groups of this size. */
    public static boolean areAlike(int virtualWorkers, int groupSize) {
        return groupSize >= 1 && groupSize <= virtualWorkers && virtualWorkers % groupSize == 0;
    }

    /** How many groups there are. */
    public int count() {
        return virtualWorkers / groupSize;
    }

    /** In which group a virtual worker is. */
    public int groupOf(int virtualWorker) {
        return virtualWorker / groupSize;
    }

    /** The tree over the members of a group. */
    public AggregationTree tree() {
        return new AggregationTree(groupSize);
    }

    /** Which members of a group are in a range of virtual workers, counted within the group. */
    public Optional<VirtualWorkerRange> findMembers(int group, VirtualWorkerRange range) {
        int before = group * groupSize;
        int first = Math.max(0, range.first() - before);
        int end = Math.min(groupSize, range.end() - before);
        return first < end ? Optional.of(new VirtualWorkerRange(first, end)) : Optional.empty();
    }
}

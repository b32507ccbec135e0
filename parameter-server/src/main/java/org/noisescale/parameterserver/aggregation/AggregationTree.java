package org.noisescale.parameterserver.aggregation;

import java.util.ArrayList;
import java.util.List;

/**
 * The one binary tree in which contributions of V virtual workers are added, whatever their order of arrival.
 *
 * <p>Nodes carry heap numbers: the root is 1, the children of n are 2n and 2n+1, and virtual worker v is the leaf
 * {@code leafCount + v}, where {@code leafCount} is the least power of two that is at least V. A node exists if at
 * least one virtual worker stands below it; the sum at a node whose right child does not exist is that of its left
 * child. Floating-point addition is commutative, so the sum at a node is the same whichever child comes first.
 *
 * <p>Where neighbouring virtual workers form groups of g whose gradients depend on each other, leaves are left out
 * behind each group up to the next power of two, so that the sum of a group stands at a node of its own.
 */
public final class AggregationTree {
    /** The node at which everything is added. */
    public static final int ROOT = 1;

    private final int virtualWorkers;
    private final int groupSize;
    private final int groupSpan;
    private final int leafCount;

    /** The tree over {@code virtualWorkers}, at least 1, each of which stands for itself. */
    public AggregationTree(int virtualWorkers) {
        this(virtualWorkers, 1);
    }

    /**
     * The tree over groups.
     *
     * @param groupSize how many virtual workers form a group; divides their number
     */
    public AggregationTree(int virtualWorkers, int groupSize) {
        if (virtualWorkers < 1 || virtualWorkers > 1 << 20) {
            throw new IllegalArgumentException("virtualWorkers must be in [1, 2^20], was " + virtualWorkers);
        }
        if (groupSize < 1 || virtualWorkers % groupSize != 0) {
            throw new IllegalArgumentException(
                    "groupSize must divide " + virtualWorkers + " virtual workers, was " + groupSize);
        }
        this.virtualWorkers = virtualWorkers;
        this.groupSize = groupSize;
        groupSpan = powerOfTwoFrom(groupSize);
        leafCount = groupSpan * powerOfTwoFrom(virtualWorkers / groupSize);
    }

    private static int powerOfTwoFrom(int count) {
        return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
    }

    /** How many virtual workers contribute. */
    public int virtualWorkers() {
        return virtualWorkers;
    }

    /** How many virtual workers form a group; 1 where each stands for itself. */
    public int groupSize() {
        return groupSize;
    }

    /** Whether the sum at a node is that of one group of several, none of which is a single virtual worker. */
    public boolean isGroup(int node) {
        return hasGroups() && virtualWorkerCount(node) == groupSize;
    }

    /** Whether there are several groups of several virtual workers. */
    public boolean hasGroups() {
        return groupSize > 1 && groupSize < virtualWorkers;
    }

    /**
     * How many squared norms of each piece go with a sum: none if it is that of one virtual worker, from which it
     * follows; those of virtual workers; and where it is the sum of several groups, those of groups.
     */
    public int normsPerPiece(int node) {
        int count = virtualWorkerCount(node);
        return (count > 1 ? 1 : 0) + (hasGroups() && count > groupSize ? 1 : 0);
    }

    /** One more than the greatest node number there can be. */
    public int nodeLimit() {
        return 2 * leafCount;
    }

    /** The node of one virtual worker. */
    public int leaf(int virtualWorker) {
        return leafCount + virtualWorker / groupSize * groupSpan + virtualWorker % groupSize;
    }

    /** Whether at least one virtual worker stands below the node. */
    public boolean exists(int node) {
        return node >= ROOT && node < nodeLimit() && virtualWorkerCount(node) > 0;
    }

    /** How many virtual workers stand below the node. */
    public int virtualWorkerCount(int node) {
        return before(slot(node) + span(node)) - first(node);
    }

    /** The roots of the largest whole subtrees that together hold exactly the range, from left to right. */
    public List<Integer> cover(VirtualWorkerRange range) {
        List<Integer> roots = new ArrayList<>();
        int next = range.first();
        while (next < range.end()) {
            int node = leaf(next);
            while (node != ROOT && fits(node >> 1, next, range.end())) {
                node >>= 1;
            }
            roots.add(node);
            next += virtualWorkerCount(node);
        }
        return roots;
    }

    private boolean fits(int node, int first, int end) {
        return first(node) == first && first + virtualWorkerCount(node) <= end;
    }

    private int first(int node) {
        return before(slot(node));
    }

    /** How many virtual workers have leaves before a place among the leaves. */
    private int before(int slot) {
        return Math.min(virtualWorkers, slot / groupSpan * groupSize + Math.min(groupSize, slot % groupSpan));
    }

    /** The place of a node's first leaf. */
    private int slot(int node) {
        return node * span(node) - leafCount;
    }

    private int span(int node) {
        return leafCount / Integer.highestOneBit(node);
    }
}

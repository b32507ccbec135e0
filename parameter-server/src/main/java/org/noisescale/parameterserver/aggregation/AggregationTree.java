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
 */
public final class AggregationTree {
    /** The node at which everything is added. */
    public static final int ROOT = 1;

    private final int virtualWorkers;
    private final int leafCount;

    /** The tree over {@code virtualWorkers}, at least 1. */
    public AggregationTree(int virtualWorkers) {
        if (virtualWorkers < 1 || virtualWorkers > 1 << 20) {
            throw new IllegalArgumentException("virtualWorkers must be in [1, 2^20], was " + virtualWorkers);
        }
        this.virtualWorkers = virtualWorkers;
        leafCount = virtualWorkers == 1 ? 1 : Integer.highestOneBit(virtualWorkers - 1) << 1;
    }

    /** How many virtual workers contribute. */
    public int virtualWorkers() {
        return virtualWorkers;
    }

    /** One more than the greatest node number there can be. */
    public int nodeLimit() {
        return 2 * leafCount;
    }

    /** The node of one virtual worker. */
    public int leaf(int virtualWorker) {
        return leafCount + virtualWorker;
    }

    /** Whether at least one virtual worker stands below the node. */
    public boolean exists(int node) {
        return node >= ROOT && node < nodeLimit() && first(node) < virtualWorkers;
    }

    /** How many virtual workers stand below the node. */
    public int virtualWorkerCount(int node) {
        return Math.min(virtualWorkers, first(node) + span(node)) - first(node);
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
        return node * span(node) - leafCount;
    }

    private int span(int node) {
        return leafCount / Integer.highestOneBit(node);
    }
}

package org.noisescale.parameterserver.moments;

import java.util.Arrays;
import java.util.BitSet;
import org.noisescale.parameterserver.aggregation.AggregationTree;

/**
 * Merges the statistics of a group of virtual workers in their fixed tree, whatever the order of arrival: what stands
 * at a node waits for its sibling. So the result has the same bits however the group is divided over workers.
 */
public final class StatisticsRound {
    private final AggregationTree tree;
    private final ChannelStatistics[] statistics;
    private final BitSet present = new BitSet();

    /** A round of which nothing is there. */
    public StatisticsRound(AggregationTree tree) {
        this.tree = tree;
        statistics = new ChannelStatistics[tree.nodeLimit()];
        Arrays.setAll(statistics, node -> new ChannelStatistics());
    }

    /** Begins anew. */
    public void restart() {
        present.clear();
    }

    /**
     * Takes what stands at a node of the tree, copied.
     *
     * @throws IllegalStateException if it is there already
     */
    public void offer(int node, ChannelStatistics offered) {
        if (!tree.exists(node) || present.get(node)) {
            throw new IllegalStateException("node " + node + " must be missing, was there or cannot be");
        }
        statistics[node].copyFrom(offered);
        present.set(node);
        climb(node);
    }

    private void climb(int from) {
        int node = from;
        while (node != AggregationTree.ROOT && (present.get(node ^ 1) || !tree.exists(node ^ 1))) {
            int parent = node >> 1;
            if (tree.exists(node ^ 1)) {
                statistics[parent].merge(statistics[2 * parent], statistics[2 * parent + 1]);
            } else {
                statistics[parent].copyFrom(statistics[node]);
            }
            present.set(parent);
            node = parent;
        }
    }

    /** Whether everything below a node is there. */
    public boolean isThere(int node) {
        return present.get(node);
    }

    /** Whether the whole group is there. */
    public boolean isComplete() {
        return present.get(AggregationTree.ROOT);
    }

    /** What stands at a node that is there; shared, not a copy. */
    public ChannelStatistics at(int node) {
        if (!present.get(node)) {
            throw new IllegalStateException("node " + node + " must be there, was missing");
        }
        return statistics[node];
    }
}

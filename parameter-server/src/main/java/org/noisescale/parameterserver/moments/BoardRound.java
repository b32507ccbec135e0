package org.noisescale.parameterserver.moments;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.noisescale.parameterserver.aggregation.AggregationTree;

/** One group's exchanges of a line of channels, one after the other. */
final class BoardRound {
    private static final int NOBODY = -1;

    private final StatisticsRound round;
    private final int[] ownerOfNode;
    private final BitSet received = new BitSet();
    private long step = -1;
    private int position = -1;
    private int kind;
    private int channels;

    /**
     * A line without an exchange.
     *
     * @param ownerOfNode the worker that sends what stands at a node of the group's tree; see {@link #nobody}
     */
    BoardRound(AggregationTree tree, int[] ownerOfNode) {
        round = new StatisticsRound(tree);
        this.ownerOfNode = ownerOfNode.clone();
    }

    /** Nodes that nobody sends. */
    static int[] nobody(AggregationTree tree) {
        int[] owners = new int[tree.nodeLimit()];
        Arrays.fill(owners, NOBODY);
        return owners;
    }

    /** Whether a contribution is of this round and new, or begins the next one, which it does. */
    boolean admits(StatisticsContribution contribution) {
        if (!isOwned(contribution)) {
            return false;
        }
        ExchangeKey key = contribution.key();
        if (!isOpen() && key.isAfter(step, position)) {
            begin(contribution);
        }
        return key.step() == step
                && key.position() == position
                && contribution.kind() == kind
                && contribution.channels() == channels
                && !received.get(contribution.node());
    }

    private boolean isOwned(StatisticsContribution contribution) {
        int node = contribution.node();
        return node >= 0
                && node < ownerOfNode.length
                && ownerOfNode[node] != NOBODY
                && ownerOfNode[node] == contribution.worker();
    }

    private boolean isOpen() {
        return !received.isEmpty() && !round.isComplete();
    }

    private void begin(StatisticsContribution first) {
        step = first.key().step();
        position = first.key().position();
        kind = first.kind();
        channels = first.channels();
        received.clear();
        round.restart();
    }

    /** Takes what was admitted; true if the group is whole with it. */
    boolean offer(int node, ChannelStatistics statistics) {
        received.set(node);
        round.offer(node, statistics);
        return round.isComplete();
    }

    ChannelStatistics whole() {
        return round.at(AggregationTree.ROOT);
    }

    /** Nobody, if nobody waits. */
    SortedSet<Integer> missingWorkers() {
        SortedSet<Integer> missing = new TreeSet<>();
        for (int node = 0; isOpen() && node < ownerOfNode.length; node++) {
            if (ownerOfNode[node] != NOBODY && !received.get(node)) {
                missing.add(ownerOfNode[node]);
            }
        }
        return missing;
    }
}

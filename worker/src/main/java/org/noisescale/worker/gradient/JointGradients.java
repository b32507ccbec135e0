package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsGroups;

/**
 * The gradients of a worker's slices whose layers share their statistics. Every slice has a {@link Lane}, a network of
 * its own, so that its bits do not depend on which others the worker serves; the lanes go from exchange to exchange,
 * one after the other on one core, and wait there for each other and for the rest of their groups.
 */
final class JointGradients implements SliceGradients {
    private final List<Lane> lanes = new ArrayList<>();
    private final List<List<ChannelStatistics>> offered = new ArrayList<>();
    private final StatisticsGroups groups;
    /** Whose gradients are computed and not yet asked for. */
    private final BitSet computed = new BitSet();

    private StatisticsExchange exchange = StatisticsExchange.NOBODY;
    private Pass present = new Pass(-1, false);
    private int exchanges;

    /**
     * Lanes for all slices.
     *
     * @param network whose parameters are those of all lanes
     * @param groups who shares with whom
     */
    JointGradients(NetworkPlan plan, Network network, StatisticsGroups groups, List<? extends LanePass> slices) {
        this.groups = groups;
        for (LanePass slice : slices) {
            lanes.add(new Lane(plan, network.parameters(), slice, "lane-" + lanes.size()));
        }
    }

    /** That of the first slice, into which the others are copied when they are asked for. */
    @Override
    public INDArray gradient() {
        return lanes.get(0).gradient();
    }

    @Override
    public double sum(Pass pass, int position) {
        if (!pass.equals(present) || !computed.get(position)) {
            computeAll(pass);
        }
        computed.clear(position);
        if (position > 0) {
            gradient().assign(lanes.get(position).gradient());
        }
        return lanes.get(position).lossSum();
    }

    /** The exchanges of a step are counted on from its probe to its own gradient. */
    private void computeAll(Pass pass) {
        computed.clear();
        exchanges = pass.step() == present.step() ? exchanges : 0;
        present = pass;
        boolean complete = false;
        try {
            lanes.forEach(lane -> lane.begin(pass));
            for (; lanesWait(); exchanges++) {
                exchange.share(pass.step(), exchanges, groups, offered);
                lanes.forEach(Lane::resume);
            }
            complete = true;
        } finally {
            if (!complete) {
                lanes.forEach(Lane::abandon);
            }
        }
        computed.set(0, lanes.size());
    }

    /** False if all lanes are done; what fails in one of them is thrown. */
    private boolean lanesWait() {
        offered.clear();
        for (Lane lane : lanes) {
            if (lane.isDone()) {
                lane.lossSum();
            } else {
                offered.add(lane.offered());
            }
        }
        if (!offered.isEmpty() && offered.size() < lanes.size()) {
            throw new IllegalStateException("all " + lanes.size() + " virtual workers must have the same exchanges,"
                    + " but " + offered.size() + " wait");
        }
        return !offered.isEmpty();
    }

    @Override
    public void shareThrough(StatisticsExchange others) {
        exchange = others;
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}

package org.noisescale.worker.gradient;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsGroups;

/**
 * The gradient of a worker's only slice, whose layers share their statistics with other workers' in the middle of the
 * computation, on its thread.
 */
final class LoneGradient implements SliceGradients {
    private final Network network;
    private final SlicePass slice;
    private final StatisticsGroups groups;
    private StatisticsExchange exchange = StatisticsExchange.NOBODY;
    private long presentStep;
    private int position;

    LoneGradient(NetworkPlan plan, StatisticsGroups groups, SlicePass slice) {
        this.slice = slice;
        this.groups = groups;
        network = plan.newNetwork(slice.division(), this::share);
    }

    private void share(List<ChannelStatistics> parts) {
        exchange.share(presentStep, position, groups, List.of(parts));
        position++;
    }

    Network network() {
        return network;
    }

    @Override
    public INDArray gradient() {
        return network.gradient();
    }

    @Override
    public double sum(Pass pass, int ofWorker) {
        if (pass.step() != presentStep) {
            presentStep = pass.step();
            position = 0;
        }
        return slice.compute(network, pass);
    }

    @Override
    public void shareThrough(StatisticsExchange others) {
        exchange = others;
    }

    @Override
    public void close() {}
}

package org.noisescale.worker.gradient;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.parameterserver.moments.StatisticsExchange;

/** One network computes the gradients of slices that have nothing to do with each other, one after the other. */
record SeparateGradients(Network network, List<SlicePass> slices) implements SliceGradients {
    @Override
    public INDArray gradient() {
        return network.gradient();
    }

    @Override
    public double sum(Pass pass, int position) {
        return slices.get(position).compute(network, pass);
    }

    @Override
    public void shareThrough(StatisticsExchange exchange) {}

    @Override
    public void close() {}
}

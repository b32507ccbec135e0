package org.noisescale.worker.gradient;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.noisescale.parameterserver.moments.StatisticsExchange;

/** How the gradients of a worker's slices are computed: each for itself, or together. Used by one thread. */
interface SliceGradients extends AutoCloseable {
    /** Where a gradient stands once it is computed. */
    INDArray gradient();

    /**
     * Computes the sum of the gradients of a slice.
     *
     * @param position among the slices of the worker
     * @return the sum of the losses
     */
    double sum(Pass pass, int position);

    /** Says how statistics are shared with others, before the first gradient. */
    void shareThrough(StatisticsExchange exchange);

    @Override
    void close();
}

package org.noisescale.worker.curvature;

import org.noisescale.worker.dataset.ExamplePartition;

/** The gradient of the loss in double precision, at any parameters and for any examples. Used by one thread. */
public interface PreciseGradient {
    /** The length of the flat parameter vector. */
    int parameterCount();

    /**
     * Writes the sum over examples of the gradients of their losses, without regularisation, into the target.
     *
     * @param rows the positions of the examples in their partition; none gives 0
     */
    void sumInto(double[] parameters, ExamplePartition examples, int[] rows, double[] target);
}

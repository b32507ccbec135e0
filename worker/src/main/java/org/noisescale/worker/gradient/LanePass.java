package org.noisescale.worker.gradient;

import org.noisescale.worker.batchnorm.SliceDivision;

/** What a {@link Lane} does with its network. */
interface LanePass {
    /** Has the network compute what is wanted of one virtual worker's slice; returns the sum of its losses, or 0. */
    double compute(Network network, Pass pass);

    /** Which examples of the slice are normalised together. */
    SliceDivision division();
}

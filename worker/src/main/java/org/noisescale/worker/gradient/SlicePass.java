package org.noisescale.worker.gradient;

import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * What one virtual worker computes at a step. What layers draw at random is a function of (seed, virtual worker, step):
 * ND4J's generator, which each thread has one of, is seeded before each gradient.
 *
 * @param key of seed and virtual worker
 * @param division which of its examples are normalised together; that of the network which computes
 */
record SlicePass(Slice slice, long key, SliceDivision division) implements LanePass {
    /** Has the network compute the sum of the gradients; returns that of the losses. */
    @Override
    public double compute(Network network, long step) {
        slice.gather(step);
        division.begin(step);
        Nd4j.getRandom().setSeed(CounterRandom.derive(key, step));
        return network.computeGradient(slice.features(), slice.labels()) * slice.size();
    }
}

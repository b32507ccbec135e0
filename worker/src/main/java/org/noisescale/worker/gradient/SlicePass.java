package org.noisescale.worker.gradient;

import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * What one virtual worker computes at a step. What layers draw at random is a function of (seed, virtual worker, step):
 * ND4J's generator, which each thread has one of, is seeded before each gradient.
 *
 * @param key of seed and virtual worker
 * @param statistics what layers of BatchNormalization show of it
 * @param division which of its examples are normalised together; that of the network which computes
 */
record SlicePass(Slice slice, long key, SliceStatistics statistics, SliceDivision division) implements LanePass {
    /** Has the network compute the sum of the gradients; returns that of the losses. */
    @Override
    public double compute(Network network, Pass pass) {
        slice.gather(pass.drawn(), !pass.probe());
        division.begin(pass.drawn());
        Nd4j.getRandom().setSeed(CounterRandom.derive(key, pass.drawn()));
        double loss = network.computeGradient(slice.features(), slice.labels());
        statistics.observe(network, pass);
        return loss * slice.size();
    }
}

package org.noisescale.parameterserver.optimizer;

import java.util.List;

/**
 * Scales the update down if it is longer than the threshold (Pascanu et al. 2013, arXiv:1211.5063, algorithm 1): u ←
 * u·min(1, threshold/|u|), |u| over all the segments named. DL4J does the same for each layer or parameter.
 */
record ClipNorm(List<Integer> segments, double threshold) implements Rescaling {
    ClipNorm {
        segments = List.copyOf(segments);
    }

    @Override
    public double factor(SegmentNorms norms) {
        double norm = norms.update(segments);
        return norm > threshold ? threshold / norm : 1;
    }
}

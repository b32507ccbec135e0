package org.noisescale.parameterserver.optimizer;

import java.util.List;

/** u ← u/|u|, |u| over all the segments named, as DL4J does it for each layer or parameter; 0 stays 0. */
record Renormalize(List<Integer> segments) implements Rescaling {
    Renormalize {
        segments = List.copyOf(segments);
    }

    @Override
    public double factor(SegmentNorms norms) {
        double norm = norms.update(segments);
        return norm == 0 ? 1 : 1 / norm;
    }
}

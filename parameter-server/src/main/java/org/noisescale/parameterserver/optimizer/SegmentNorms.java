package org.noisescale.parameterserver.optimizer;

import java.util.Arrays;
import java.util.List;

/** Euclidean norms over whole segments, of updates and of parameters, from the squared norms of their pieces. */
public final class SegmentNorms {
    private final double[] updates;
    private final double[] parameters;

    /** Norms of so many segments, all 0. */
    public SegmentNorms(int segmentCount) {
        updates = new double[segmentCount];
        parameters = new double[segmentCount];
    }

    /** Makes all norms 0. */
    public void clear() {
        Arrays.fill(updates, 0);
        Arrays.fill(parameters, 0);
    }

    /** Adds a piece. For the same bits everywhere, pieces are added in the order of the whole vector. */
    public void add(int segment, double updateSquaredNorm, double parameterSquaredNorm) {
        updates[segment] += updateSquaredNorm;
        parameters[segment] += parameterSquaredNorm;
    }

    /** |u| of one segment. */
    double update(int segment) {
        return Math.sqrt(updates[segment]);
    }

    /** |u| of several segments together. */
    double update(List<Integer> segments) {
        double sum = 0;
        for (int i = 0; i < segments.size(); i++) {
            sum += updates[segments.get(i)];
        }
        return Math.sqrt(sum);
    }

    /** |θ| of one segment. */
    double parameters(int segment) {
        return Math.sqrt(parameters[segment]);
    }
}

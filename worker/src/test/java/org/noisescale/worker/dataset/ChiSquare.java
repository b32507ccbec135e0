package org.noisescale.worker.dataset;

import java.util.Arrays;

/** Pearson's χ² of counts whose cells are equally likely; it has as many degrees of freedom as cells, less one. */
final class ChiSquare {
    private ChiSquare() {}

    static double ofEqualCells(long... counts) {
        double expected = (double) Arrays.stream(counts).sum() / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}

package org.noisescale.parameterserver.aggregation;

import java.io.Serializable;

/**
 * The contiguous virtual workers {@code [first, end)} that one worker serves. Worker w of W serves {@code [⌊wV/W⌋,
 * ⌊(w+1)V/W⌋)}; W need not divide V.
 */
public record VirtualWorkerRange(int first, int end) implements Serializable {
    /** Checks that the range is not empty. */
    public VirtualWorkerRange {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException(
                    "a worker serves at least one virtual worker, was [" + first + ", " + end + ")");
        }
    }

    /** The range of worker {@code rank} of {@code workers}; {@code 1 <= workers <= virtualWorkers}. */
    public static VirtualWorkerRange of(int rank, int workers, int virtualWorkers) {
        if (rank < 0 || rank >= workers || workers > virtualWorkers) {
            throw new IllegalArgumentException("rank " + rank + " of " + workers + " workers over " + virtualWorkers
                    + " virtual workers is impossible");
        }
        return new VirtualWorkerRange(
                (int) ((long) rank * virtualWorkers / workers), (int) ((rank + 1L) * virtualWorkers / workers));
    }

    /** How many virtual workers these are. */
    public int count() {
        return end - first;
    }
}

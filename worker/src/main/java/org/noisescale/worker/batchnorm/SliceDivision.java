package org.noisescale.worker.batchnorm;

import java.util.ArrayList;
import java.util.List;

/** Which examples of a slice are normalised by the same statistics. */
@FunctionalInterface
public interface SliceDivision {
    /** All of them. */
    SliceDivision WHOLE = examples -> List.of(new SlicePart.Neighbours(0, examples));

    /** Comes before what is asked for a step. */
    default void begin(long step) {}

    /**
     * The parts of a slice of so many examples; one may be empty.
     *
     * @throws IllegalStateException if it cannot be cut so
     */
    List<SlicePart> parts(int examples);

    /** Parts of so many neighbours (Hoffer, Hubara &amp; Soudry 2017, arXiv:1705.08741, "ghost batches"). */
    static SliceDivision ofGhosts(int size) {
        return examples -> {
            if (examples % size != 0) {
                throw new IllegalStateException(examples + " examples cannot be cut into parts of " + size);
            }
            List<SlicePart> parts = new ArrayList<>();
            for (int first = 0; first < examples; first += size) {
                parts.add(new SlicePart.Neighbours(first, size));
            }
            return parts;
        };
    }
}

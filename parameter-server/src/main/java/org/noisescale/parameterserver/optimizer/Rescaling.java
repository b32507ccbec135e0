package org.noisescale.parameterserver.optimizer;

/**
 * A link that needs norms over whole segments, and so all chunks of all shards: u ← factor·(u + decay·θ). It cuts the
 * chain into stages, between which the shards tell each other their norms.
 */
non-sealed interface Rescaling extends Link {
    /** Leaves the update as it is, where only other segments are rescaled. */
    Rescaling NONE = norms -> 1;

    /**
     * The factor of the segment whose link this is.
     *
     * @param norms of all segments' updates as this link finds them, and of their parameters
     */
    double factor(SegmentNorms norms);

    /** How much of θ is added before. */
    default float decay() {
        return 0;
    }
}

package org.noisescale.parameterserver.optimizer;

/**
 * The layer-wise factor of LAMB (You et al. 2020, arXiv:1904.00962, algorithm 2, φ the identity): u ← |θ|/|u|·u, norms
 * over the segment. Where one of them is 0 the factor is 1, as in the authors' code.
 */
record ScaleByTrustRatio(int segment) implements Rescaling {
    @Override
    public double factor(SegmentNorms norms) {
        double parameters = norms.parameters(segment);
        double update = norms.update(segment);
        return parameters > 0 && update > 0 ? parameters / update : 1;
    }
}

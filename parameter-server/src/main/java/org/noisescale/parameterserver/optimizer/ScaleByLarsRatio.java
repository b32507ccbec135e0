package org.noisescale.parameterserver.optimizer;

/**
 * The local learning rate of LARS (You et al. 2017, arXiv:1708.03888, equation 6) with the gradient and the weight
 * decay λ that it scales: u ← trust·|θ|/(|u| + λ|θ|)·(u + λθ), norms over the segment. Where |θ| or the divisor is 0
 * the paper's ratio would stop training for ever; it is 1 there.
 */
record ScaleByLarsRatio(int segment, double trust, float decay) implements Rescaling {
    @Override
    public double factor(SegmentNorms norms) {
        double parameters = norms.parameters(segment);
        double divisor = norms.update(segment) + decay * parameters;
        return parameters > 0 && divisor > 0 ? trust * parameters / divisor : 1;
    }
}

package org.noisescale.driver.analysis.curvature;

import java.util.Arrays;
import java.util.List;

/**
 * The noisy quadratic L(θ) = ½ Σ hᵢθᵢ² at some θ, whose figures are exact: H = diag(h), G = (hᵢθᵢ), Σ = diag(c) (Zhang
 * et al. 2019, arXiv:1907.04164).
 */
public final class NoisyQuadratic implements SymmetricOperator, GradientNoise {
    private final double[] curvatures;
    private final double[] variances;
    private final double[] parameters;

    /** Takes over the arrays h, c and θ of one length without a copy. */
    public NoisyQuadratic(double[] curvatures, double[] variances, double[] parameters) {
        this.curvatures = curvatures;
        this.variances = variances;
        this.parameters = parameters;
    }

    @Override
    public int dimension() {
        return curvatures.length;
    }

    @Override
    public void productInto(double[] vector, double[] target) {
        Arrays.setAll(target, i -> curvatures[i] * vector[i]);
    }

    @Override
    public void meanInto(double[] target) {
        productInto(parameters, target);
    }

    @Override
    public Spread spread(List<double[]> directions) {
        return new Spread(
                Arrays.stream(variances).sum(),
                directions.stream().map(this::along).toList());
    }

    private double along(double[] direction) {
        double sum = 0;
        for (int i = 0; i < variances.length; i++) {
            sum += variances[i] * direction[i] * direction[i];
        }
        return sum;
    }

    @Override
    public Estimate curvedTrace(SymmetricOperator hessian, List<EigenPair> leading, Spread spread) {
        return new Estimate(Vectors.dot(curvatures, variances), 0);
    }

    @Override
    public double excess() {
        return 0;
    }
}

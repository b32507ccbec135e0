package org.noisescale.worker.objective;

import java.util.List;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;

/**
 * The noisy quadratic model (Zhang et al. 2019, arXiv:1907.04164): L(θ) = ½ Σ hᵢθᵢ², and the gradient of one example is
 * hᵢθᵢ + √cᵢ ξ with ξ ~ N(0, 1), so that Σ = diag(c).
 *
 * @param curvatures h
 * @param noiseVariances c, of the same length
 * @param initialParameters θ before the first update, of the same length
 * @param seed of the noise
 */
public record QuadraticPlan(
        List<Double> curvatures, List<Double> noiseVariances, List<Double> initialParameters, long seed)
        implements ObjectivePlan {
    private static final long serialVersionUID = 1;

    /** Checks that the lists fit together. */
    public QuadraticPlan {
        curvatures = List.copyOf(curvatures);
        noiseVariances = List.copyOf(noiseVariances);
        initialParameters = List.copyOf(initialParameters);
        if (curvatures.isEmpty()
                || curvatures.size() != noiseVariances.size()
                || curvatures.size() != initialParameters.size()) {
            throw new IllegalArgumentException(
                    "curvatures, noise variances and initial parameters must be as many, were " + curvatures.size()
                            + ", " + noiseVariances.size() + " and " + initialParameters.size());
        }
    }

    @Override
    public InitialModel initialModel() {
        float[] parameters = new float[initialParameters.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = initialParameters.get(i).floatValue();
        }
        Segment all = new Segment("theta", 0, parameters.length, Segment.Kind.WEIGHT);
        return new InitialModel(new ParameterLayout(List.of(all)), parameters);
    }

    @Override
    public Objective open(WorkerShare share) {
        return new QuadraticObjective(this, share.shares());
    }
}

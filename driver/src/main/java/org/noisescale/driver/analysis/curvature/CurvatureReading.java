package org.noisescale.driver.analysis.curvature;

import java.util.List;

/**
 * Curvature and noise of a loss at the parameters of one version of a run. In a diverged run everything is NaN.
 *
 * @param step how many updates led there
 * @param eigenvalues the largest of the Hessian H, in descending order
 * @param gradient figures of the true gradient
 * @param noise figures of the gradient noise
 */
public record CurvatureReading(long step, List<Eigenvalue> eigenvalues, Gradient gradient, Noise noise) {

    /**
     * An eigenvalue λ of H.
     *
     * @param errorBound H has an eigenvalue within this distance
     * @param noise vᵀΣv along its unit vector v
     */
    public record Eigenvalue(double value, double errorBound, double noise) {}

    /**
     * The true gradient G.
     *
     * @param normSquared |G|², unbiased
     * @param curvature GᵀHG, unbiased as far as H is known
     * @param curvatureError an estimate of the error of its Hessian product, 0 where that is exact
     */
    public record Gradient(double normSquared, double curvature, double curvatureError) {
        /** The learning rate of the greatest gain in one noiseless step, ε_max = |G|²/GᵀHG. */
        public double bestLearningRate() {
            return normSquared / curvature;
        }
    }

    /**
     * The covariance Σ of a single example's gradient.
     *
     * @param trace tr Σ
     * @param curvature tr(HΣ)
     * @param curvatureError its standard error, 0 where it is exact
     */
    public record Noise(double trace, double curvature, double curvatureError) {}

    /** B_simple = tr Σ / |G|². */
    public double simpleNoiseScale() {
        return noise.trace() / gradient.normSquared();
    }

    /** B_noise = tr(HΣ) / GᵀHG. */
    public double noiseScale() {
        return noise.curvature() / gradient.curvature();
    }
}

package org.noisescale.driver.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * The expected loss of heavy-ball SGD on the noisy quadratic model, exactly (Zhang et al. 2019, arXiv:1907.04164,
 * section 3): L(θ) = ½ Σ hᵢθᵢ², a minibatch gradient is hᵢθᵢ + √(cᵢ/B) ξ with ξ ~ N(0, 1), and
 *
 * <pre>
 *     m ← βm + g,   θ ← θ − ηm        (β = 0: plain SGD)
 * </pre>
 *
 * <p>Each (θᵢ, mᵢ) stays jointly Gaussian, so its mean and 2 × 2 covariance follow a linear recursion, and E L = ½ Σ hᵢ
 * (μᵢ² + sᵢ), Var L = ¼ Σ hᵢ² (2sᵢ² + 4μᵢ²sᵢ). Cost: O(dimension · updates).
 */
public record NoisyQuadraticTheory(
        List<Double> curvatures,
        List<Double> noiseVariances,
        List<Double> initialParameters,
        double learningRate,
        double momentum,
        double batchSize) {

    /** Checks that the three lists have the model's dimension. */
    public NoisyQuadraticTheory {
        if (noiseVariances.size() != curvatures.size() || initialParameters.size() != curvatures.size()) {
            throw new IllegalArgumentException("curvatures, noiseVariances and initialParameters must have one length,"
                    + " were " + curvatures.size() + ", " + noiseVariances.size() + ", " + initialParameters.size());
        }
    }

    /** The moments of the loss after 0, 1, …, {@code updates} updates. */
    public List<LossMoments> trajectory(int updates) {
        double[] means = new double[updates + 1];
        double[] variances = new double[updates + 1];
        for (int i = 0; i < curvatures.size(); i++) {
            addCoordinate(i, means, variances);
        }
        List<LossMoments> moments = new ArrayList<>(updates + 1);
        for (int t = 0; t <= updates; t++) {
            moments.add(new LossMoments(means[t], variances[t]));
        }
        return moments;
    }

    private void addCoordinate(int i, double[] means, double[] variances) {
        double h = curvatures.get(i);
        Coordinate coordinate = new Coordinate(initialParameters.get(i));
        for (int t = 0; t < means.length; t++) {
            double square = coordinate.mean * coordinate.mean;
            double spread = coordinate.thetaVariance;
            means[t] += h / 2 * (square + spread);
            variances[t] += h * h / 4 * (2 * spread * spread + 4 * square * spread);
            coordinate.update(learningRate, momentum, h, noiseVariances.get(i) / batchSize);
        }
    }

    /** The mean and the variance, over seeds, of the loss after some number of updates. */
    public record LossMoments(double mean, double variance) {}

    /** The moments of one parameter θ and its momentum m. */
    private static final class Coordinate {
        private double mean;
        private double momentumMean;
        private double thetaVariance;
        private double covariance;
        private double momentumVariance;

        private Coordinate(double initial) {
            mean = initial;
        }

        private void update(double eta, double beta, double h, double noise) {
            momentumMean = beta * momentumMean + h * mean;
            mean -= eta * momentumMean;
            double a = 1 - eta * h;
            double b = -eta * beta;
            double theta = a * a * thetaVariance + 2 * a * b * covariance + b * b * momentumVariance;
            double mixed = a * h * thetaVariance + (a * beta + b * h) * covariance + b * beta * momentumVariance;
            double velocity = h * h * thetaVariance + 2 * h * beta * covariance + beta * beta * momentumVariance;
            thetaVariance = theta + eta * eta * noise;
            covariance = mixed - eta * noise;
            momentumVariance = velocity + noise;
        }
    }
}

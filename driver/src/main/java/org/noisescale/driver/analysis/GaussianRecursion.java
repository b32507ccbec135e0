package org.noisescale.driver.analysis;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A linear recursion that Gaussian noise drives, x ← Ax + bξ with ξ ~ N(0, 1): one axis of a quadratic with whatever
 * its optimizer remembers. x stays Gaussian, its mean follows μ ← Aμ, its covariance P ← APAᵀ + bbᵀ, and the stationary
 * P solves the discrete Lyapunov equation P = APAᵀ + bbᵀ.
 */
public final class GaussianRecursion {
    private static final double NEGLIGIBLE = 1e-12;

    private final RealMatrix transition;
    private final RealMatrix noise;

    private GaussianRecursion(RealMatrix transition, RealVector loading) {
        this.transition = transition;
        noise = loading.outerProduct(loading);
    }

    /**
     * Heavy-ball SGD, x = (θ, m), with m ← βm + hθ + √v ξ and θ ← θ − ηm; for β = 0 plain SGD.
     *
     * @param gradientVariance v, of the batch's gradient
     */
    public static GaussianRecursion ofMomentum(
            double curvature, double gradientVariance, double learningRate, double momentum) {
        double deviation = Math.sqrt(gradientVariance);
        return new GaussianRecursion(
                new Array2DRowRealMatrix(new double[][] {
                    {1 - learningRate * curvature, -learningRate * momentum},
                    {curvature, momentum}
                }),
                new ArrayRealVector(new double[] {-learningRate * deviation, deviation}));
    }

    /**
     * SGD whose gradients are always so many updates old, x = (θ_t, θ_{t−1}, …, θ_{t−delay}), with θ_{t+1} = θ_t −
     * η(hθ_{t−delay} + √v ξ).
     *
     * @param gradientVariance v, of the batch's gradient
     */
    public static GaussianRecursion ofDelay(double curvature, double gradientVariance, double learningRate, int delay) {
        RealMatrix transition = new Array2DRowRealMatrix(delay + 1, delay + 1);
        transition.setEntry(0, 0, 1);
        transition.addToEntry(0, delay, -learningRate * curvature);
        for (int age = 1; age <= delay; age++) {
            transition.setEntry(age, age - 1, 1);
        }
        RealVector loading = new ArrayRealVector(delay + 1);
        loading.setEntry(0, -learningRate * Math.sqrt(gradientVariance));
        return new GaussianRecursion(transition, loading);
    }

    /** The same with the average of θ after each update as its last component: θ̄ ← γθ̄ + (1 − γ)θ. */
    public GaussianRecursion withAverage(double decay) {
        int size = transition.getRowDimension();
        RealMatrix extended = new Array2DRowRealMatrix(size + 1, size + 1);
        extended.setSubMatrix(transition.getData(), 0, 0);
        for (int i = 0; i < size; i++) {
            extended.setEntry(size, i, (1 - decay) * transition.getEntry(0, i));
        }
        extended.setEntry(size, size, decay);
        RealVector loading = new ArrayRealVector(size + 1);
        double first = Math.sqrt(noise.getEntry(0, 0));
        for (int i = 0; i < size; i++) {
            loading.setEntry(i, first == 0 ? 0 : noise.getEntry(0, i) / first);
        }
        loading.setEntry(size, (1 - decay) * loading.getEntry(0));
        return new GaussianRecursion(extended, loading);
    }

    /** The number of components. */
    public int size() {
        return transition.getRowDimension();
    }

    /** The mean and the variance of one component after so many updates from {@code start}. */
    public Moments after(int updates, int component, double... start) {
        RealVector mean = new ArrayRealVector(start);
        RealMatrix covariance = new Array2DRowRealMatrix(size(), size());
        for (int t = 0; t < updates; t++) {
            mean = transition.operate(mean);
            covariance = advance(covariance);
        }
        return new Moments(mean.getEntry(component), covariance.getEntry(component, component));
    }

    private RealMatrix advance(RealMatrix covariance) {
        return transition.multiply(covariance).multiply(transition.transpose()).add(noise);
    }

    /** The variance of one component at rest. */
    public double stationaryVariance(int component) {
        return stationary().getEntry(component, component);
    }

    /** vec P = (I − A ⊗ A)⁻¹ vec bbᵀ. */
    private RealMatrix stationary() {
        int size = size();
        RealMatrix system = new Array2DRowRealMatrix(size * size, size * size);
        RealVector right = new ArrayRealVector(size * size);
        for (int row = 0; row < size * size; row++) {
            right.setEntry(row, noise.getEntry(row / size, row % size));
            for (int column = 0; column < size * size; column++) {
                double product =
                        transition.getEntry(row / size, column / size) * transition.getEntry(row % size, column % size);
                system.setEntry(row, column, (row == column ? 1 : 0) - product);
            }
        }
        RealVector solution = new LUDecomposition(system).getSolver().solve(right);
        RealMatrix covariance = new Array2DRowRealMatrix(size, size);
        for (int row = 0; row < size * size; row++) {
            covariance.setEntry(row / size, row % size, solution.getEntry(row));
        }
        return covariance;
    }

    /**
     * The variance of the average of x² over successive steps at rest, for one component: the autocovariance of the
     * square of a Gaussian is 2C(k)², so it is (2/n²) Σₖ (n − |k|) C(k)² with C(k) = (AᵏP)ᵢᵢ.
     */
    public double meanSquareVariance(int component, int steps) {
        RealMatrix lagged = stationary();
        double variance = lagged.getEntry(component, component);
        double sum = steps * variance * variance;
        for (int lag = 1; lag < steps && lagged.getNorm() > NEGLIGIBLE * variance; lag++) {
            lagged = transition.multiply(lagged);
            double covariance = lagged.getEntry(component, component);
            sum += 2.0 * (steps - lag) * covariance * covariance;
        }
        return 2 * sum / steps / steps;
    }

    /** Of one component. */
    public record Moments(double mean, double variance) {

        /** E ½hx². */
        public double loss(double curvature) {
            return curvature / 2 * (mean * mean + variance);
        }

        /** Var ½hx². */
        public double lossVariance(double curvature) {
            return curvature * curvature / 4 * (2 * variance * variance + 4 * mean * mean * variance);
        }
    }
}

package org.noisescale.driver.analysis;

/**
 * How fast a quadratic without noise can be descended (Polyak 1964; Nesterov 2004, section 2.1; Goh 2017, "Why momentum
 * really works"). With the least and the greatest curvature λ₁ ≤ λₙ and κ = λₙ/λ₁ the distance shrinks by
 *
 * <pre>
 *     gradient descent   (κ − 1)/(κ + 1)      at η = 2/(λ₁ + λₙ)
 *     heavy ball         (√κ − 1)/(√κ + 1)    at η = 4/(√λ₁ + √λₙ)², β = ((√κ − 1)/(√κ + 1))²
 * </pre>
 *
 * <p>a step, and no other η and β do better. The heavy ball's two roots coincide at both ends of the spectrum, r = √β
 * at λ₁ and −√β at λₙ, so that from rest θ(t) = (1 + γt) rᵗ θ(0) with 1 + γ = (1 − ηλ)/r.
 */
public record QuadraticRates(double curvatureMin, double curvatureMax) {

    private double condition() {
        return curvatureMax / curvatureMin;
    }

    /** The best learning rate of gradient descent. */
    public double descentLearningRate() {
        return 2 / (curvatureMin + curvatureMax);
    }

    /** The factor by which gradient descent then shrinks the distance in each step. */
    public double descentRate() {
        return (condition() - 1) / (condition() + 1);
    }

    /** The best learning rate of the heavy ball. */
    public double heavyBallLearningRate() {
        double roots = Math.sqrt(curvatureMin) + Math.sqrt(curvatureMax);
        return 4 / (roots * roots);
    }

    /** The best momentum of the heavy ball. */
    public double heavyBallMomentum() {
        return heavyBallRate() * heavyBallRate();
    }

    /** The factor by which the heavy ball then shrinks the distance in each step, in the limit. */
    public double heavyBallRate() {
        return (Math.sqrt(condition()) - 1) / (Math.sqrt(condition()) + 1);
    }

    /** (1 + γt)²: how far the squared distance at one end of the spectrum is from that of a pure power of the rate. */
    public double heavyBallLag(double curvature, int updates) {
        boolean isLow = Math.abs(curvature - curvatureMin) < Math.abs(curvature - curvatureMax);
        double root = isLow ? heavyBallRate() : -heavyBallRate();
        double gamma = (1 - heavyBallLearningRate() * curvature) / root - 1;
        return (1 + gamma * updates) * (1 + gamma * updates);
    }
}

package org.noisescale.driver.analysis.asynchrony;

import java.util.ArrayList;
import java.util.List;

/**
 * The expected loss of asynchronous SGD with W exponential workers on the noisy quadratic, exactly. At every update a
 * worker drawn at random pushes its gradient h r + √(c/b) ξ, taken at the parameters r that it had read, and reads
 * anew. Along an axis, with a = ηh, the second moments M = E θ², C = E θ r_w, D = E r_w², R = E r_v r_w (v ≠ w) follow
 *
 * <pre>
 *     M' = M − 2aC + a²D + η²c/b
 *     C' = M'/W + (1 − 1/W)(C − aR)
 *     D' = M'/W + (1 − 1/W) D
 *     R' = (2/W)(C − aR) + (1 − 2/W) R
 * </pre>
 *
 * <p>whose rest is E θ² = η²(c/b)(1 + aW) / (a(2 + a − a²W)), stable if a²W &lt; 2 + a. (The mean path is that of
 * Mitliagkas et al. 2016, arXiv:1605.09774; the recursion is ours.) With W = 1 this is plain SGD.
 */
public record AsynchronousQuadratic(
        List<Double> curvatures,
        List<Double> noiseVariances,
        List<Double> initialParameters,
        double learningRate,
        int workers,
        double batchSize) {

    /**
     * What is expected after some number of updates.
     *
     * @param present ½ Σ h E θ²
     * @param read ½ Σ h E r² of the worker that pushes next, at whose parameters the loss of its gradient is taken
     */
    public record Loss(double present, double read) {}

    /** After 0, 1, …, {@code updates} updates. */
    public List<Loss> trajectory(int updates) {
        double[] present = new double[updates + 1];
        double[] read = new double[updates + 1];
        for (int i = 0; i < curvatures.size(); i++) {
            Axis axis = new Axis(curvatures.get(i), noiseVariances.get(i), initialParameters.get(i));
            for (int t = 0; t <= updates; t++) {
                present[t] += curvatures.get(i) / 2 * axis.present;
                read[t] += curvatures.get(i) / 2 * axis.read;
                axis.update();
            }
        }
        List<Loss> losses = new ArrayList<>();
        for (int t = 0; t <= updates; t++) {
            losses.add(new Loss(present[t], read[t]));
        }
        return losses;
    }

    /** Where the loss comes to rest; infinite where it does not. */
    public double rest() {
        double sum = 0;
        for (int i = 0; i < curvatures.size(); i++) {
            double a = learningRate * curvatures.get(i);
            double stability = 2 + a - a * a * workers;
            double noise = learningRate * learningRate * noiseVariances.get(i) / batchSize;
            sum += stability <= 0
                    ? Double.POSITIVE_INFINITY
                    : curvatures.get(i) / 2 * noise * (1 + a * workers) / (a * stability);
        }
        return sum;
    }

    /** tr Σ = Σ c, the variance of one example's gradient. */
    public double sampling() {
        return noiseVariances.stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * What a meter at rest reads for it that takes gradients under way for gradients at one version: Σ c (2 + a) / (2 +
     * a − a²W); infinite where there is no rest.
     */
    public double spread() {
        double sum = 0;
        for (int i = 0; i < curvatures.size(); i++) {
            double a = learningRate * curvatures.get(i);
            double stability = 2 + a - a * a * workers;
            sum += stability <= 0 ? Double.POSITIVE_INFINITY : noiseVariances.get(i) * (2 + a) / stability;
        }
        return sum;
    }

    /** The second moments along one axis. */
    private final class Axis {
        private final double a;
        private final double noise;
        private double present;
        private double mixed;
        private double read;
        private double others;

        private Axis(double curvature, double noiseVariance, double initial) {
            a = learningRate * curvature;
            noise = learningRate * learningRate * noiseVariance / batchSize;
            present = initial * initial;
            mixed = present;
            read = present;
            others = present;
        }

        private void update() {
            double share = 1.0 / workers;
            double old = mixed - a * others;
            present += -2 * a * mixed + a * a * read + noise;
            mixed = present * share + (1 - share) * old;
            read = present * share + (1 - share) * read;
            others = 2 * share * old + (1 - 2 * share) * others;
        }
    }
}

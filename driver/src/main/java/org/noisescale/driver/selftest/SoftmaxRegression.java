package org.noisescale.driver.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;

/**
 * Softmax regression by its formulas, in double: p = softmax(Wᵀx + b), and the gradient of −log p_y is x (p − y)ᵀ with
 * respect to W and p − y with respect to b. Only its initial weights come from the network that a run trains.
 *
 * @param parameters W column by column, then b
 */
record SoftmaxRegression(List<Double> parameters) {
    static final int FEATURES = 4;
    static final int CLASSES = 3;

    /** At the initial parameters of a run with this seed. */
    static SoftmaxRegression initial(long seed) {
        NetworkArchitecture architecture =
                new NetworkArchitecture(FEATURES, CLASSES, List.of(), "identity", NetworkArchitecture.Output.SOFTMAX);
        float[] floats = NetworkPlan.of(architecture, new SamplingPlan(seed, false))
                .initialModel()
                .parameters();
        return new SoftmaxRegression(IntStream.range(0, floats.length)
                .mapToObj(i -> (double) floats[i])
                .toList());
    }

    /** The gradient of one example's loss, in the order of the parameters. */
    List<Double> gradient(List<Double> features, int label) {
        double[] powers = IntStream.range(0, CLASSES)
                .mapToDouble(output -> Math.exp(logit(features, output)))
                .toArray();
        double total = DoubleStream.of(powers).sum();
        List<Double> errors = IntStream.range(0, CLASSES)
                .mapToObj(output -> powers[output] / total - (output == label ? 1 : 0))
                .toList();
        List<Double> gradient = new ArrayList<>();
        errors.forEach(error -> features.forEach(feature -> gradient.add(feature * error)));
        gradient.addAll(errors);
        return gradient;
    }

    private double logit(List<Double> features, int output) {
        double sum = parameters.get(FEATURES * CLASSES + output);
        for (int i = 0; i < FEATURES; i++) {
            sum += features.get(i) * parameters.get(output * FEATURES + i);
        }
        return sum;
    }
}

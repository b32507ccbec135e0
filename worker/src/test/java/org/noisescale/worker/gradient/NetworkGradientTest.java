package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.NoOp;
import org.noisescale.worker.curvature.CentralDifference;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

class NetworkGradientTest {
    private static final int FEATURES = 6;
    private static final int CLASSES = 3;
    private static final int ROWS = 40;
    private static final int[] ALL = IntStream.range(0, ROWS).toArray();
    private static final ExamplePartition EXAMPLES = examples();

    @Test
    void hasTheGradientOfSoftmaxRegressionInClosedForm() {
        PreciseGradient gradient = open(List.of(), "identity");
        double[] parameters = random(1, gradient.parameterCount());

        double[] sum = new double[parameters.length];
        gradient.sumInto(parameters, EXAMPLES, ALL, sum);

        assertThat(sum).containsExactly(new NaiveSoftmax(EXAMPLES).gradient(parameters), within(1e-12));
    }

    @Test
    void hasTheHessianOfSoftmaxRegressionInClosedForm() {
        PreciseGradient gradient = open(List.of(), "identity");
        double[] parameters = random(1, gradient.parameterCount());
        double[] vector = random(2, parameters.length);
        double step = CentralDifference.step(parameters, vector);
        double[] truth = new NaiveSoftmax(EXAMPLES).product(parameters, vector);

        double[] product = product(gradient, parameters, vector, step);
        double[] twice = product(gradient, parameters, vector, 2 * step);

        assertThat(distance(product, truth)).isLessThan(1e-8 * norm(truth));
        assertThat(distance(product, truth)).isLessThan(2 * distance(product, twice));
    }

    @Test
    void convergesToTheClosedFormWithTheSquareOfTheStep() {
        PreciseGradient gradient = open(List.of(), "identity");
        double[] parameters = random(1, gradient.parameterCount());
        double[] vector = random(2, parameters.length);
        double[] truth = new NaiveSoftmax(EXAMPLES).product(parameters, vector);

        double wide = distance(product(gradient, parameters, vector, 0.02), truth);
        double narrow = distance(product(gradient, parameters, vector, 0.01), truth);

        assertThat(wide / narrow).isCloseTo(4, within(0.02));
    }

    @Test
    void isSymmetricInTheHessianOfADeepNetwork() {
        PreciseGradient gradient = open(List.of(7, 5), "tanh");
        double[] parameters = random(1, gradient.parameterCount());
        double[] v = random(2, parameters.length);
        double[] w = random(3, parameters.length);

        double vHw = dot(v, product(gradient, parameters, w, CentralDifference.step(parameters, w)));
        double wHv = dot(w, product(gradient, parameters, v, CentralDifference.step(parameters, v)));

        assertThat(vHw).isCloseTo(wHv, within(1e-7 * norm(v) * norm(w)));
        assertThat(Math.abs(vHw)).isGreaterThan(1e-3);
    }

    @Test
    void isTheSumOverSingleExamples() {
        PreciseGradient gradient = open(List.of(7), "relu");
        double[] parameters = random(1, gradient.parameterCount());
        double[] whole = new double[parameters.length];
        double[] parts = new double[parameters.length];
        double[] one = new double[parameters.length];

        gradient.sumInto(parameters, EXAMPLES, ALL, whole);
        for (int row : ALL) {
            gradient.sumInto(parameters, EXAMPLES, new int[] {row}, one);
            Arrays.setAll(parts, i -> parts[i] + one[i]);
        }
        gradient.sumInto(parameters, EXAMPLES, new int[0], one);

        assertThat(parts).containsExactly(whole, within(1e-12));
        assertThat(one).containsOnly(0);
    }

    @Test
    void findsNoObstacleInPlainNetworks() {
        assertThat(NetworkGradient.obstacle(NetworkConfiguration.of(new NetworkArchitecture(
                                FEATURES, CLASSES, List.of(5), "relu", NetworkArchitecture.Output.SOFTMAX)
                        .configuration(1, new NoOp()))))
                .isEmpty();
    }

    @Test
    void refusesWhatHasNoHessian() {
        assertThat(NetworkGradient.obstacle(with(new BatchNormalization())))
                .get()
                .asString()
                .contains("BatchNormalization");
        assertThat(NetworkGradient.obstacle(with(
                        new DenseLayer.Builder().nIn(5).nOut(5).dropOut(0.5).build())))
                .get()
                .asString()
                .contains("layer 1 (DenseLayer) draws at random");
    }

    private static NetworkConfiguration with(Layer layer) {
        return NetworkConfiguration.of(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(FEATURES).nOut(5).build())
                .layer(layer)
                .layer(new OutputLayer.Builder().nIn(5).nOut(CLASSES).build())
                .build());
    }

    private static PreciseGradient open(List<Integer> hidden, String activation) {
        NetworkArchitecture architecture =
                new NetworkArchitecture(FEATURES, CLASSES, hidden, activation, NetworkArchitecture.Output.SOFTMAX);
        return NetworkPlan.of(architecture, new SamplingPlan(1, false)).openPrecise();
    }

    private static double[] product(PreciseGradient gradient, double[] parameters, double[] vector, double step) {
        double[] product = new double[vector.length];
        CentralDifference.productInto(
                (at, target) -> gradient.sumInto(at, EXAMPLES, ALL, target), parameters, vector, step, product);
        return product;
    }

    private static ExamplePartition examples() {
        float[] features = new float[ROWS * FEATURES];
        int[] labels = new int[ROWS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) CounterRandom.gaussian(9, i);
        }
        Arrays.setAll(labels, i -> i % CLASSES);
        return new ExamplePartition(FEATURES, CLASSES, features, labels, new long[ROWS]);
    }

    private static double[] random(long key, int length) {
        double[] random = new double[length];
        Arrays.setAll(random, i -> CounterRandom.gaussian(key, i) / 2);
        return random;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double distance(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return norm(difference);
    }
}

package org.noisescale.driver.job.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.analysis.curvature.EigenPair;
import org.noisescale.driver.analysis.curvature.Lanczos;
import org.noisescale.driver.analysis.curvature.Vectors;
import org.noisescale.worker.curvature.CentralDifference;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;

/** The same questions to Spark, in blocks of 64, 64 and 22 examples, and to one gradient over the whole sample. */
class SampledLossTest {
    private static final int FEATURES = 4;
    private static final int CLASSES = 3;
    private static final int COUNT = 150;
    private static final int PARAMETERS = (FEATURES + 1) * CLASSES;
    private static final NetworkPlan PLAN = NetworkPlan.of(
            new NetworkArchitecture(FEATURES, CLASSES, List.of(), "identity", NetworkArchitecture.Output.SOFTMAX),
            new SamplingPlan(1, false));
    private static final ExamplePartition SAMPLE = sample();
    private static final double[] AT = random(1, PARAMETERS);

    private final PreciseGradient gradient = PLAN.openPrecise();

    @Test
    void multipliesByTheHessianOfTheMeanLoss() throws InterruptedException {
        double[] vector = random(2, PARAMETERS);
        double[] product = new double[PARAMETERS];
        double error;

        try (SampledLoss loss = loss()) {
            loss.productInto(vector, product);
            error = loss.productError(vector);
        }

        assertThat(product).containsExactly(naiveProduct(vector), within(1e-9));
        assertThat(error).isBetween(1e-13, 1e-7);
    }

    @Test
    void givesNothingForNothing() throws InterruptedException {
        double[] product = random(3, PARAMETERS);

        try (SampledLoss loss = loss()) {
            loss.productInto(new double[PARAMETERS], product);

            assertThat(loss.productError(new double[PARAMETERS])).isZero();
        }

        assertThat(product).containsOnly(0);
    }

    @Test
    void addsTheGradientsOfExamplesWithTheirSigns() throws InterruptedException {
        int[] signs = new int[COUNT];
        Arrays.setAll(signs, i -> i % 3 - 1);
        double[] truth = new double[PARAMETERS];
        for (int row = 0; row < COUNT; row++) {
            Vectors.addScaled(signs[row], single(row), truth);
        }
        double[] sum = new double[PARAMETERS];

        try (SampledLoss loss = loss()) {
            loss.signedSumInto(signs, sum);
        }

        assertThat(sum).containsExactly(truth, within(1e-11));
    }

    @Test
    void projectsTheGradientOfEveryExampleInOrder() throws InterruptedException {
        double[] direction = random(4, PARAMETERS);

        List<double[]> projections;
        try (SampledLoss loss = loss()) {
            projections = loss.projections(List.of(direction, AT));
        }

        assertThat(projections).hasSize(COUNT);
        for (int row = 0; row < COUNT; row++) {
            double[] single = single(row);
            assertThat(projections.get(row))
                    .containsExactly(
                            new double[] {
                                Vectors.dot(single, single), Vectors.dot(single, direction), Vectors.dot(single, AT)
                            },
                            within(1e-12));
        }
    }

    @Test
    void hasTheEigenvaluesOfTheWholeMatrixWithinTheirBounds() throws InterruptedException {
        double[][] matrix = new double[PARAMETERS][];
        for (int i = 0; i < PARAMETERS; i++) {
            double[] unit = new double[PARAMETERS];
            unit[i] = 1;
            matrix[i] = naiveProduct(unit);
        }
        for (int i = 0; i < PARAMETERS; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i][j] = matrix[j][i] = (matrix[i][j] + matrix[j][i]) / 2;
            }
        }
        double[] truth = new EigenDecomposition(new Array2DRowRealMatrix(matrix)).getRealEigenvalues();
        Arrays.sort(truth);

        List<EigenPair> pairs;
        try (SampledLoss loss = loss()) {
            pairs = Lanczos.largest(loss, 3, new Lanczos.Effort(80, 1e-6, 5));
        }

        for (int k = 0; k < 3; k++) {
            double distance = Math.abs(pairs.get(k).value() - truth[PARAMETERS - 1 - k]);
            assertThat(distance).isLessThan(pairs.get(k).errorBound()).isLessThan(1e-8);
        }
    }

    private static SampledLoss loss() {
        SparkSession session = SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .getOrCreate();
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        return new SampledLoss(
                new SampledLoss.Executors(spark, SampledLossTest::result), PLAN, spark.broadcast(SAMPLE), AT.clone());
    }

    private static <T> T result(Supplier<JavaFutureAction<T>> job) throws InterruptedException {
        try {
            return job.get().get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private double[] naiveProduct(double[] vector) {
        int[] all = IntStream.range(0, COUNT).toArray();
        double[] product = new double[PARAMETERS];
        CentralDifference.productInto(
                (at, target) -> gradient.sumInto(at, SAMPLE, all, target), AT, vector, 1e-5, product);
        Vectors.scale(1.0 / COUNT, product);
        return product;
    }

    private double[] single(int row) {
        double[] single = new double[PARAMETERS];
        gradient.sumInto(AT, SAMPLE, new int[] {row}, single);
        return single;
    }

    private static ExamplePartition sample() {
        float[] features = new float[COUNT * FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) CounterRandom.gaussian(9, i);
        }
        int[] labels = IntStream.range(0, COUNT).map(i -> i * 7 % CLASSES).toArray();
        return new ExamplePartition(FEATURES, CLASSES, features, labels, new long[COUNT]);
    }

    private static double[] random(long key, int length) {
        double[] random = new double[length];
        Arrays.setAll(random, i -> CounterRandom.gaussian(key, i));
        return random;
    }
}

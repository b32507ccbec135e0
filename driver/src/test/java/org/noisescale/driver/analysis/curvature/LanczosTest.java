package org.noisescale.driver.analysis.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.noisescale.worker.dataset.CounterRandom;

class LanczosTest {
    private static final Lanczos.Effort EFFORT = new Lanczos.Effort(80, 1e-8, 7);

    @Test
    void findsEveryEigenvalueOfASmallMatrixToRounding() throws InterruptedException {
        List<EigenPair> pairs = Lanczos.largest(DenseOperator.withEigenvalues(-3, 5, 0.5, 2, -7), 5, EFFORT);

        assertThat(values(pairs))
                .usingElementComparator(LanczosTest::compareClosely)
                .containsExactly(5.0, 2.0, 0.5, -3.0, -7.0);
        assertThat(pairs).allSatisfy(pair -> assertThat(pair.errorBound()).isLessThan(1e-13));
    }

    @Test
    void agreesWithADenseSolverOnARandomMatrix() throws InterruptedException {
        DenseOperator operator = random(120);
        double[] truth = new EigenDecomposition(new Array2DRowRealMatrix(operator.matrix())).getRealEigenvalues();
        Arrays.sort(truth);

        List<EigenPair> pairs = Lanczos.largest(operator, 4, new Lanczos.Effort(120, 1e-8, 7));

        for (int k = 0; k < 4; k++) {
            assertThat(pairs.get(k).value()).isCloseTo(truth[119 - k], within(1e-10));
        }
    }

    @Test
    void boundsItsErrorAlsoWhenItHasToStopEarly() throws InterruptedException {
        DenseOperator operator = random(120);
        double[] truth = new EigenDecomposition(new Array2DRowRealMatrix(operator.matrix())).getRealEigenvalues();

        List<EigenPair> pairs = Lanczos.largest(operator, 4, new Lanczos.Effort(12, 1e-8, 7));

        assertThat(pairs).allSatisfy(pair -> {
            double distance = DoubleStream.of(truth)
                    .map(value -> Math.abs(value - pair.value()))
                    .min()
                    .orElseThrow();
            assertThat(pair.errorBound()).isGreaterThan(1e-3).isGreaterThan(distance);
        });
        assertThat(operator.products()).isEqualTo(12 + 4);
    }

    @Test
    void givesOrthonormalVectorsThatTheOperatorStretches() throws InterruptedException {
        DenseOperator operator = DenseOperator.withEigenvalues(
                IntStream.rangeClosed(1, 200).mapToDouble(i -> 10.0 / i).toArray());

        List<EigenPair> pairs = Lanczos.largest(operator, 5, EFFORT);

        double[] product = new double[200];
        for (EigenPair pair : pairs) {
            operator.productInto(pair.vector(), product);
            Vectors.addScaled(-pair.value(), pair.vector(), product);
            assertThat(Vectors.norm(product)).isLessThan(1e-6).isLessThanOrEqualTo(pair.errorBound());
            for (EigenPair other : pairs) {
                assertThat(Vectors.dot(pair.vector(), other.vector())).isCloseTo(pair == other ? 1 : 0, within(1e-12));
            }
        }
    }

    @Test
    void stopsLongBeforeTheBasisIsComplete() throws InterruptedException {
        double[] spectrum = new double[500];
        Arrays.setAll(spectrum, i -> i < 5 ? 100 - 10 * i : i / 500.0);
        NoisyQuadratic operator = new NoisyQuadratic(spectrum, spectrum, spectrum);
        int[] products = new int[1];

        List<EigenPair> pairs = Lanczos.largest(counting(operator, products), 5, EFFORT);

        assertThat(values(pairs))
                .usingElementComparator(LanczosTest::compareClosely)
                .containsExactly(100.0, 90.0, 80.0, 70.0, 60.0);
        assertThat(products[0]).isLessThan(40);
    }

    @Test
    void countsRepeatedEigenvaluesAsOftenAsTheyOccur() throws InterruptedException {
        double[] spectrum = new double[50];
        Arrays.fill(spectrum, 0.5);
        spectrum[3] = 1;
        spectrum[30] = 1;

        List<EigenPair> pairs = Lanczos.largest(new NoisyQuadratic(spectrum, spectrum, spectrum), 3, EFFORT);

        assertThat(values(pairs))
                .usingElementComparator(LanczosTest::compareClosely)
                .containsExactly(1.0, 1.0, 0.5);
    }

    @Test
    void takesAMatrixOfNothing() throws InterruptedException {
        List<EigenPair> pairs = Lanczos.largest(DenseOperator.withEigenvalues(0, 0, 0), 2, EFFORT);

        assertThat(values(pairs)).containsExactly(0.0, 0.0);
    }

    @Test
    void addsTheErrorOfProductsThatAreNotExact() throws InterruptedException {
        DenseOperator exact = DenseOperator.withEigenvalues(3, 2, 1);
        SymmetricOperator inexact = new SymmetricOperator() {
            @Override
            public int dimension() {
                return 3;
            }

            @Override
            public void productInto(double[] vector, double[] target) {
                exact.productInto(vector, target);
            }

            @Override
            public double productError(double[] vector) {
                return 0.25;
            }
        };

        List<EigenPair> pairs = Lanczos.largest(inexact, 1, EFFORT);

        assertThat(pairs.get(0).errorBound()).isCloseTo(0.25, within(1e-13));
    }

    @Test
    void refusesToLookForMoreThanThereAre() {
        DenseOperator operator = DenseOperator.withEigenvalues(1, 2);

        assertThatThrownBy(() -> Lanczos.largest(operator, 3, EFFORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 3");
    }

    private static SymmetricOperator counting(SymmetricOperator operator, int[] products) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return operator.dimension();
            }

            @Override
            public void productInto(double[] vector, double[] target) throws InterruptedException {
                products[0]++;
                operator.productInto(vector, target);
            }
        };
    }

    private static DenseOperator random(int dimension) {
        double[][] matrix = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = CounterRandom.gaussian(11, (long) i * dimension + j);
                matrix[j][i] = matrix[i][j];
            }
        }
        return new DenseOperator(matrix);
    }

    private static List<Double> values(List<EigenPair> pairs) {
        return pairs.stream().map(EigenPair::value).toList();
    }

    private static int compareClosely(double a, double b) {
        return Math.abs(a - b) < 1e-12 * 100 ? 0 : Double.compare(a, b);
    }
}

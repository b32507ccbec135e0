package org.noisescale.driver.analysis.curvature;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;

/** The eigenpairs of a small symmetric tridiagonal matrix, the largest first. */
final class Tridiagonal {
    private final EigenDecomposition decomposition;
    private final List<Integer> order;

    /** The off-diagonal has one element less than the diagonal. */
    Tridiagonal(List<Double> diagonal, List<Double> offDiagonal) {
        decomposition = new EigenDecomposition(toArray(diagonal), toArray(offDiagonal));
        double[] values = decomposition.getRealEigenvalues();
        order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i]).reversed())
                .toList();
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** At most {@code count} of the largest eigenvalues, in descending order. */
    List<Double> largest(int count) {
        return order.stream().limit(count).map(decomposition::getRealEigenvalue).toList();
    }

    /** The unit vector of the eigenvalue that has this rank, 0 for the largest. */
    double[] vector(int rank) {
        return decomposition.getEigenvector(order.get(rank)).toArray();
    }

    /** The largest |θ|. */
    double norm() {
        return order.stream()
                .mapToDouble(i -> Math.abs(decomposition.getRealEigenvalue(i)))
                .max()
                .orElse(0);
    }

    /** The largest β|s_last| among the {@code count} largest. */
    double residualMax(int count, double beta) {
        return order.stream()
                .limit(count)
                .mapToDouble(i -> {
                    double[] vector = decomposition.getEigenvector(i).toArray();
                    return beta * Math.abs(vector[vector.length - 1]);
                })
                .max()
                .orElse(0);
    }
}

package org.noisescale.driver.analysis.curvature;

import java.util.ArrayList;
import java.util.List;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * The largest eigenvalues of a symmetric operator, with their vectors, by Lanczos' method with full reorthogonalisation
 * (Golub &amp; Van Loan 2013, "Matrix computations", algorithms 10.1.1 and section 10.3.1): an orthonormal basis Q of
 * span{q, Aq, A²q …} in which A is the tridiagonal matrix T with diagonal α and neighbours β. An eigenpair (θ, s) of T
 * gives the Ritz pair (θ, Qs), whose residual is |β s_last|.
 *
 * <p>It ends when the residuals of the wanted pairs are below {@code tolerance} times the largest |θ|, or after
 * {@code productsMax} products, or when the basis is complete. One start vector meets only one direction of each
 * eigenspace; where that shows, because the basis is invariant (β = 0), it goes on with a new start until one brings
 * nothing larger. Repeated eigenvalues that come without such an end may be counted once.
 *
 * <p>Cost: m products, 4m² vector operations and m vectors of memory for a basis of m.
 */
public final class Lanczos {
    /** A β below this share of the largest |α|, |β| so far is rounding. */
    private static final double INVARIANT = 1e-12;

    private final SymmetricOperator operator;
    private final int count;
    private final Effort effort;
    private final List<double[]> basis = new ArrayList<>();
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> offDiagonal = new ArrayList<>();
    private double scale;

    /**
     * How hard it tries.
     *
     * @param productsMax the size of the basis at most
     * @param tolerance relative to the largest absolute eigenvalue
     * @param key of the random start vectors
     */
    public record Effort(int productsMax, double tolerance, long key) {}

    private Lanczos(SymmetricOperator operator, int count, Effort effort) {
        this.operator = operator;
        this.count = count;
        this.effort = effort;
    }

    /**
     * The largest eigenvalues, in descending order, with residuals that were measured in the end.
     *
     * @param count how many, from 1 to the dimension and to {@code effort.productsMax()}
     */
    public static List<EigenPair> largest(SymmetricOperator operator, int count, Effort effort)
            throws InterruptedException {
        if (count < 1 || count > Math.min(operator.dimension(), effort.productsMax())) {
            throw new IllegalArgumentException("count must be from 1 to the dimension (" + operator.dimension()
                    + ") and the limit of products (" + effort.productsMax() + "), was " + count);
        }
        return new Lanczos(operator, count, effort).largest();
    }

    private List<EigenPair> largest() throws InterruptedException {
        int sizeMax = Math.min(operator.dimension(), effort.productsMax());
        double[] next = start();
        List<Double> invariant = List.of();
        boolean complete = false;
        while (!complete) {
            double beta = extend(next);
            Tridiagonal ritz = new Tridiagonal(diagonal, offDiagonal);
            complete = basis.size() == sizeMax;
            if (beta <= INVARIANT * scale && !complete) {
                List<Double> found = ritz.largest(count);
                complete = agree(found, invariant);
                invariant = found;
                next = start();
                beta = 0;
            } else if (basis.size() >= count && invariant.isEmpty()) {
                complete |= ritz.residualMax(count, beta) <= effort.tolerance() * ritz.norm();
            }
            offDiagonal.add(beta);
        }
        return ritzPairs(new Tridiagonal(diagonal, offDiagonal.subList(0, basis.size() - 1)));
    }

    /** Adds a vector to the basis and replaces it by the next one; the answer is β. */
    private double extend(double[] next) throws InterruptedException {
        double[] last = next.clone();
        basis.add(last);
        operator.productInto(last, next);
        double alpha = Vectors.dot(last, next);
        diagonal.add(alpha);
        orthogonalize(next);
        double beta = Vectors.norm(next);
        scale = Math.max(scale, Math.max(Math.abs(alpha), beta));
        Vectors.scale(1 / beta, next);
        return beta;
    }

    /** Twice is enough (Parlett 1998, section 6.9): the first pass leaves rounding errors, the second removes them. */
    private void orthogonalize(double[] vector) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] member : basis) {
                Vectors.addScaled(-Vectors.dot(member, vector), member, vector);
            }
        }
    }

    /** A new vector of unit length, orthogonal to the basis. */
    private double[] start() {
        double[] vector = Vectors.direction(CounterRandom.derive(effort.key(), basis.size()), operator.dimension());
        orthogonalize(vector);
        Vectors.scale(1 / Vectors.norm(vector), vector);
        return vector;
    }

    private boolean agree(List<Double> found, List<Double> before) {
        boolean agree = found.size() == count && before.size() == count;
        for (int i = 0; agree && i < count; i++) {
            agree = Math.abs(found.get(i) - before.get(i)) <= effort.tolerance() * scale;
        }
        return agree;
    }

    private List<EigenPair> ritzPairs(Tridiagonal ritz) throws InterruptedException {
        List<EigenPair> pairs = new ArrayList<>();
        double[] residual = new double[operator.dimension()];
        for (int i = 0; i < count; i++) {
            double[] vector = combination(ritz.vector(i));
            double value = ritz.largest(count).get(i);
            operator.productInto(vector, residual);
            Vectors.addScaled(-value, vector, residual);
            pairs.add(new EigenPair(value, Vectors.norm(residual) + operator.productError(vector), vector));
        }
        return pairs;
    }

    private double[] combination(double[] coefficients) {
        double[] vector = new double[operator.dimension()];
        for (int i = 0; i < coefficients.length; i++) {
            Vectors.addScaled(coefficients[i], basis.get(i), vector);
        }
        Vectors.scale(1 / Vectors.norm(vector), vector);
        return vector;
    }
}

package org.noisescale.driver.analysis.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * The gradient noise among n examples: G is their mean, Σ = Σᵢ (gᵢ − G)(gᵢ − G)ᵀ / (n − 1).
 *
 * <p>With weights z and u = Σ zᵢ(gᵢ − G)/√(n − 1), the mean of uᵀHu over independent signs zᵢ = ±1 is tr(HΣ)
 * (Hutchinson 1990, "A stochastic estimator of the trace of the influence matrix", with the examples in the place of
 * the coordinates). Σ λₖ((vₖ·u)² − vₖᵀΣvₖ) has the mean 0 whatever λₖ and vₖ are; with the leading eigenpairs it takes
 * away most of the variance and is therefore subtracted. Where there are no more examples than probes, each gets a
 * product of its own, zⱼ = 1 and all others 0, and the sum over j is tr(HΣ) exactly.
 *
 * <p>Cost: a sum of gradients and a product for each probe, and no memory but a few vectors.
 */
public final class SampledNoise implements GradientNoise {
    private final ExampleGradients gradients;
    private final Sampling sampling;
    private final double[] mean;

    /**
     * How the examples were drawn and how hard tr(HΣ) is tried for.
     *
     * @param population N, how many examples they were drawn from without replacement
     * @param probes how many products the trace takes at most, at least 2
     * @param key of the random signs
     */
    public record Sampling(long population, int probes, long key) {}

    private SampledNoise(ExampleGradients gradients, Sampling sampling, double[] mean) {
        this.gradients = gradients;
        this.sampling = sampling;
        this.mean = mean;
    }

    /** Computes the mean gradient, of this length. */
    public static SampledNoise of(ExampleGradients gradients, int dimension, Sampling sampling)
            throws InterruptedException {
        double[] mean = new double[dimension];
        int[] all = new int[gradients.count()];
        Arrays.fill(all, 1);
        gradients.signedSumInto(all, mean);
        Vectors.scale(1.0 / all.length, mean);
        return new SampledNoise(gradients, sampling, mean);
    }

    @Override
    public void meanInto(double[] target) {
        System.arraycopy(mean, 0, target, 0, mean.length);
    }

    @Override
    public Spread spread(List<double[]> directions) throws InterruptedException {
        int count = gradients.count();
        double[] squares = new double[directions.size()];
        double normSquares = 0;
        for (double[] projection : gradients.projections(directions)) {
            normSquares += projection[0];
            for (int k = 0; k < squares.length; k++) {
                squares[k] += projection[k + 1] * projection[k + 1];
            }
        }
        List<Double> along = new ArrayList<>();
        for (int k = 0; k < squares.length; k++) {
            double shared = Vectors.dot(mean, directions.get(k));
            along.add((squares[k] - count * shared * shared) / (count - 1));
        }
        return new Spread((normSquares - count * Vectors.dot(mean, mean)) / (count - 1), along);
    }

    @Override
    public Estimate curvedTrace(SymmetricOperator hessian, List<EigenPair> leading, Spread spread)
            throws InterruptedException {
        return gradients.count() <= sampling.probes() ? sum(hessian) : sampled(hessian, leading, spread.along());
    }

    private Estimate sum(SymmetricOperator hessian) throws InterruptedException {
        double sum = 0;
        for (int j = 0; j < gradients.count(); j++) {
            int[] one = new int[gradients.count()];
            one[j] = 1;
            sum += form(hessian, deviation(one));
        }
        return new Estimate(sum, 0);
    }

    private Estimate sampled(SymmetricOperator hessian, List<EigenPair> leading, List<Double> along)
            throws InterruptedException {
        double sum = 0;
        double squares = 0;
        for (int probe = 0; probe < sampling.probes(); probe++) {
            double[] deviation = deviation(signs(probe));
            double value = form(hessian, deviation) - expected(deviation, leading, along);
            sum += value;
            squares += value * value;
        }
        int probes = sampling.probes();
        double value = sum / probes;
        double variance = (squares - probes * value * value) / (probes - 1);
        return new Estimate(value, Math.sqrt(Math.max(0, variance) / probes));
    }

    /** What the leading directions add to this probe, less its mean. */
    private static double expected(double[] deviation, List<EigenPair> leading, List<Double> along) {
        double sum = 0;
        for (int k = 0; k < along.size(); k++) {
            double component = Vectors.dot(leading.get(k).vector(), deviation);
            sum += leading.get(k).value() * (component * component - along.get(k));
        }
        return sum;
    }

    private int[] signs(int probe) {
        long key = CounterRandom.derive(sampling.key(), probe);
        int[] signs = new int[gradients.count()];
        Arrays.setAll(signs, i -> CounterRandom.bits(key, i) < 0 ? -1 : 1);
        return signs;
    }

    /** u = Σ zᵢ(gᵢ − G)/√(n − 1). */
    private double[] deviation(int[] signs) throws InterruptedException {
        double[] deviation = new double[mean.length];
        gradients.signedSumInto(signs, deviation);
        Vectors.addScaled(-Arrays.stream(signs).sum(), mean, deviation);
        Vectors.scale(1 / Math.sqrt(gradients.count() - 1.0), deviation);
        return deviation;
    }

    private static double form(SymmetricOperator hessian, double[] vector) throws InterruptedException {
        double[] product = new double[vector.length];
        hessian.productInto(vector, product);
        return Vectors.dot(vector, product);
    }

    @Override
    public double excess() {
        return 1.0 / gradients.count() - 1.0 / sampling.population();
    }
}

package org.noisescale.driver.analysis.curvature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures a loss at fixed parameters: its largest eigenvalues, the noise along their vectors, and the figures of
 * McCandlish et al. 2018 (arXiv:1812.06162, section 2.2): B_noise = tr(HΣ)/GᵀHG, B_simple = tr Σ/|G|², ε_max =
 * |G|²/GᵀHG.
 *
 * <p>A mean gradient ḡ over a part of the examples is longer than the true one: E|ḡ|² = |G|² + x·tr Σ and E ḡᵀHḡ = GᵀHG
 * + x·tr(HΣ) with the {@link GradientNoise#excess} x, which is taken off again. (The second holds for a known H; it
 * neglects that H was measured on the same examples.)
 */
public final class CurvatureMeasurement {
    private CurvatureMeasurement() {}

    /** The reading after so many updates. */
    public static CurvatureReading at(
            long step, SymmetricOperator hessian, GradientNoise noise, int eigenvalues, Lanczos.Effort effort)
            throws InterruptedException {
        double[] mean = new double[hessian.dimension()];
        noise.meanInto(mean);
        if (!Vectors.isFinite(mean)) {
            return diverged(step, eigenvalues);
        }
        List<EigenPair> pairs = Lanczos.largest(hessian, eigenvalues, effort);
        GradientNoise.Spread spread =
                noise.spread(pairs.stream().map(EigenPair::vector).toList());
        GradientNoise.Estimate curved = noise.curvedTrace(hessian, pairs, spread);
        double[] product = new double[mean.length];
        hessian.productInto(mean, product);
        return new CurvatureReading(
                step,
                eigenvalues(pairs, spread),
                new CurvatureReading.Gradient(
                        Vectors.dot(mean, mean) - noise.excess() * spread.trace(),
                        Vectors.dot(mean, product) - noise.excess() * curved.value(),
                        Vectors.norm(mean) * hessian.productError(mean)),
                new CurvatureReading.Noise(spread.trace(), curved.value(), curved.standardError()));
    }

    private static List<CurvatureReading.Eigenvalue> eigenvalues(List<EigenPair> pairs, GradientNoise.Spread spread) {
        List<CurvatureReading.Eigenvalue> eigenvalues = new ArrayList<>();
        for (int k = 0; k < pairs.size(); k++) {
            EigenPair pair = pairs.get(k);
            eigenvalues.add(new CurvatureReading.Eigenvalue(
                    pair.value(), pair.errorBound(), spread.along().get(k)));
        }
        return eigenvalues;
    }

    private static CurvatureReading diverged(long step, int eigenvalues) {
        double nothing = Double.NaN;
        return new CurvatureReading(
                step,
                Collections.nCopies(eigenvalues, new CurvatureReading.Eigenvalue(nothing, nothing, nothing)),
                new CurvatureReading.Gradient(nothing, nothing, nothing),
                new CurvatureReading.Noise(nothing, nothing, nothing));
    }
}

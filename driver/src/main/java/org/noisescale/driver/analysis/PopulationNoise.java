package org.noisescale.driver.analysis;

import java.util.List;

/**
 * The noise of a finite set of per-example gradients g₁ … g_N, counted out: |G|² = |ḡ|² and tr Σ = Σ |gᵢ − ḡ|²/(N − 1),
 * the form that draws without replacement estimate without bias (Cochran 1977, "Sampling techniques", chapter 2).
 */
public record PopulationNoise(double trace, double gradientNormSquared) {

    /** Of these gradients, each a list of the same length; at least two. */
    public static PopulationNoise of(List<List<Double>> gradients) {
        double trace = 0;
        double norm = 0;
        for (int i = 0; i < gradients.get(0).size(); i++) {
            int component = i;
            double mean = gradients.stream()
                    .mapToDouble(gradient -> gradient.get(component))
                    .average()
                    .orElseThrow();
            norm += mean * mean;
            trace += gradients.stream()
                    .mapToDouble(gradient -> Math.pow(gradient.get(component) - mean, 2))
                    .sum();
        }
        return new PopulationNoise(trace / (gradients.size() - 1), norm);
    }
}

package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * What holds for any optimizer θ ← θ − u (Yaida 2018, arXiv:1810.00004): |θ_T|² − |θ₀|² = Σ (−2θ·u + |u|²), step by
 * step and so for the whole run, however noisy.
 *
 * <p>The difference θ − u is rounded by at most 2⁻²⁴ of each result, which changes its square by 2⁻²³; the sums, in
 * double, err by less than 2⁻³⁵ of their terms.
 */
record StationarityOfAll() implements Problem {
    private static final List<String> KINDS = List.of("sgd", "momentum", "adam");
    private static final int DIMENSION = 10;
    private static final int STEPS = 500;
    private static final double ROUNDING = 0x1p-23;
    private static final double ADDITION = 0x1p-35;

    @Override
    public String name() {
        return "any-optimizer";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, dimension: %d, initialParameters: 1}
                optimizer: {kind: sgd, learningRate: 0.05}
                training: {workers: 2, batchSize: 2, steps: %d, seeds: [1], evaluateEvery: 0}
                sweep: {optimizer.kind: %s}
                """.formatted(DIMENSION, STEPS, KINDS);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        return results.runs().stream().map(StationarityOfAll::finding).toList();
    }

    private static Finding finding(RunResult run) {
        double[] products = run.series("parameter_update_product");
        double[] updates = run.series("update_norm_squared");
        double[] norms = run.series("parameter_norm_squared");
        double sum = 0;
        double bound = 0;
        double before = DIMENSION;
        for (int step = 0; step < STEPS; step++) {
            sum += updates[step] - 2 * products[step];
            bound += ROUNDING * norms[step] + ADDITION * (before + norms[step] + updates[step]);
            before = norms[step];
        }
        return Finding.exact("Σ(|u|² − 2θ·u), " + run.swept().get("optimizer.kind"), before - DIMENSION, sum, bound);
    }
}

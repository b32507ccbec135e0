package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.PopulationNoise;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The noise meter where a batch is the whole table and every row a virtual worker of its own: it must then read tr Σ
 * and |G|² of the table exactly, each time.
 */
record WholeTable() implements Problem {
    /** Of a float. */
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    /** How often a gradient is rounded on its way: products, exponentials, a quotient, and the sum over all rows. */
    private static final int ROUNDINGS = 24;

    @Override
    public String name() {
        return "meter-whole-table";
    }

    @Override
    public String study(Path folder) throws IOException {
        return Table.study(folder) + """
                training: {workers: 2, virtualWorkers: %d, batchSize: %d, steps: 2, %s, evaluateEvery: 0}
                """.formatted(Table.TRAINING, Table.TRAINING, Table.seeds());
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<List<Double>> gradients = Table.gradients();
        PopulationNoise truth = PopulationNoise.of(gradients);
        double meanSquare = gradients.stream()
                .mapToDouble(WholeTable::squaredNorm)
                .average()
                .orElseThrow();
        double off = 2 * ROUNDINGS * UNIT_ROUNDOFF;
        RunResult run = results.runs().get(0);
        return List.of(
                Finding.exact("tr Σ", truth.trace(), run.series("noise_trace")[1], off * meanSquare),
                Finding.exact(
                        "|G|²",
                        truth.gradientNormSquared(),
                        run.series("gradient_norm_squared")[1],
                        off * Math.sqrt(meanSquare * truth.gradientNormSquared())));
    }

    private static double squaredNorm(List<Double> gradient) {
        return gradient.stream().mapToDouble(g -> g * g).sum();
    }
}

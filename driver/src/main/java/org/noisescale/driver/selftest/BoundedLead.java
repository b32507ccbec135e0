package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.StudyResults;

/**
 * Iterations per worker and unit of time under SSP with 8 exponential workers. With bound 0 that is 1/H_8; the others
 * were found by simulating the rule alone, to ± 0.003, which is added to the standard error over seeds.
 */
record BoundedLead() implements Problem {
    private static final int WORKERS = 8;
    private static final int STEPS = 24_000;
    private static final int SEEDS = 4;
    private static final double ORACLE_ERROR = 0.003;
    private static final List<Integer> BOUNDS = List.of(0, 1, 3, 10);
    private static final List<Double> RATES = List.of(1 / VirtualStudy.harmonic(WORKERS), 0.558, 0.728, 0.895);

    @Override
    public String name() {
        return "ssp-rate";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, dimension: 1}
                optimizer: {kind: sgd, learningRate: 0.01}
                training: {cluster: simulated, workers: %d, batchSize: %d, steps: %d, seeds: %s, evaluateEvery: 0}
                sweep: {training.synchronization: %s}
                """.formatted(
                        WORKERS,
                        WORKERS,
                        STEPS,
                        VirtualStudy.seeds(SEEDS),
                        BOUNDS.stream()
                                .map(bound -> "{rule: ssp, bound: " + bound + "}")
                                .toList());
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        return IntStream.range(0, BOUNDS.size())
                .mapToObj(i -> {
                    int bound = BOUNDS.get(i);
                    MeanEstimate rate = VirtualStudy.mean(
                            VirtualStudy.runs(results, "ssp bound=" + bound),
                            run -> STEPS / VirtualStudy.seconds(run) / WORKERS);
                    double oracle = bound == 0 ? 0 : ORACLE_ERROR;
                    return Finding.scattering(
                            "iterations, bound " + bound,
                            RATES.get(i),
                            rate.mean(),
                            Math.hypot(rate.standardError(), oracle));
                })
                .toList();
    }
}

package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * Local SGD on a quadratic with the same Hessian and additive noise for all K workers: the average after as many local
 * steps is the same for every period H, noise for noise, up to rounding; and before they meet the workers are (1 −
 * 1/K)(η²/b) Σ cᵢ (1 − (1−aᵢ)^{2H}) / (1 − (1−aᵢ)²) apart, each round anew. The spread along an axis is χ² with K − 1
 * degrees of freedom.
 */
record LocalDescent() implements Problem {
    private static final int WORKERS = 4;
    private static final int BATCH_EACH = 2;
    private static final double RATE = 0.5;
    private static final int DIMENSION = 5;
    private static final int PERIOD = 8;
    private static final int ROUNDS = 2_000;
    /** Steps of a relative 2⁻²⁴ for each of some operations, on values of the order 1. */
    private static final double ROUNDING = 1e-4;

    @Override
    public String name() {
        return "local-sgd";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, dimension: %d}
                optimizer: {kind: sgd, learningRate: %s}
                training: {cluster: simulated, workers: %d, batchSize: %d, steps: %d, seeds: [1], evaluateEvery: 1}
                sweep: {training.synchronization: [bsp, {rule: local, period: 1}, {rule: local, period: %d}]}
                """.formatted(DIMENSION, RATE, WORKERS, WORKERS * BATCH_EACH, ROUNDS, PERIOD);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        RunResult together = VirtualStudy.runs(results, "bsp").get(0);
        RunResult every = VirtualStudy.runs(results, "local period=1").get(0);
        RunResult seldom = VirtualStudy.runs(results, "local period=" + PERIOD).get(0);
        List<Finding> findings = new ArrayList<>();
        for (int steps : List.of(PERIOD, 10 * PERIOD, 200 * PERIOD)) {
            double truth = together.series("evaluation_loss")[steps - 1];
            double rounding = ROUNDING * truth;
            findings.add(Finding.exact(
                    "loss, H 1, step " + steps, truth, every.series("evaluation_loss")[steps - 1], rounding));
            findings.add(Finding.exact(
                    "loss, H " + PERIOD + ", step " + steps,
                    truth,
                    seldom.series("evaluation_loss")[steps / PERIOD - 1],
                    rounding));
        }
        findings.add(Finding.scattering(
                "spread before meeting",
                (1 - 1.0 / WORKERS) * sum(1),
                VirtualStudy.averageFrom(seldom, "worker_spread", 0),
                Math.sqrt(2.0 * (WORKERS - 1) / WORKERS / WORKERS * sum(2) / ROUNDS)));
        return findings;
    }

    /** Σ vᵢ^power over the axes, v the variance of one worker's parameter after a period. */
    private static double sum(int power) {
        return IntStream.rangeClosed(1, DIMENSION)
                .mapToDouble(i -> {
                    double curvature = 1.0 / i;
                    double factor = Math.pow(1 - RATE * curvature, 2);
                    return RATE * RATE / BATCH_EACH * curvature * (1 - Math.pow(factor, PERIOD)) / (1 - factor);
                })
                .map(variance -> Math.pow(variance, power))
                .sum();
    }
}

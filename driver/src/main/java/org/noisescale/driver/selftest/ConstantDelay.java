package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.noisescale.driver.analysis.GaussianRecursion;
import org.noisescale.driver.analysis.StudyResults;

/**
 * Workers that all take the same time: every gradient is exactly W − 1 updates old, and SGD with that delay is a linear
 * recursion whose variance at rest is known, and is another one than with exponential times, whose mean staleness is
 * the same. The standard error is that of an average over dependent steps.
 */
record ConstantDelay() implements Problem {
    private static final int WORKERS = 4;
    private static final double RATE = 0.1;
    private static final int STEPS = 40_000;
    private static final int REST = 400;

    @Override
    public String name() {
        return "constant-delay";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 0}
                optimizer: {kind: sgd, learningRate: %s}
                training: {cluster: simulated, workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: [1],
                  evaluateEvery: 0, computeTime: {law: constant}}
                """.formatted(RATE, WORKERS, WORKERS, STEPS);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        double[] staleness = results.runs().get(0).series("staleness_mean");
        GaussianRecursion recursion = GaussianRecursion.ofDelay(1, 1, RATE, WORKERS - 1);
        return List.of(
                Finding.exact(
                        "staleness after the start",
                        WORKERS - 1,
                        DoubleStream.of(staleness).skip(WORKERS).average().orElse(Double.NaN),
                        1e-12),
                Finding.scattering(
                        "variance at rest",
                        recursion.stationaryVariance(0),
                        2 * VirtualStudy.averageFrom(results.runs().get(0), "loss", REST),
                        Math.sqrt(recursion.meanSquareVariance(0, STEPS - REST))));
    }
}

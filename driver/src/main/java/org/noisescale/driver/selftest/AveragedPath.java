package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisescale.driver.analysis.GaussianRecursion;
import org.noisescale.driver.analysis.QuadraticSteadyState;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The exponential average of SGD's parameters on the noisy quadratic, which the server keeps and evaluations use: its
 * expected loss at fixed steps, and at rest. The average begins at the initial parameters. Standard errors are those of
 * theory.
 */
record AveragedPath() implements Problem {
    static final double LEARNING_RATE = 0.5;
    static final double DECAY = 0.9;

    private static final int BATCH = 16;
    private static final List<Integer> UPDATES = List.of(1, 10, 100);
    private static final int RUNS = 2;
    private static final int REST = 250;
    private static final int STEPS = 400;
    /** In the recursion of θ, its momentum, its average. */
    private static final int AVERAGE = 2;

    @Override
    public String name() {
        return "averaged-sgd";
    }

    @Override
    public String study(Path folder) {
        return HarmonicQuadratic.data() + """
                optimizer: {kind: sgd, learningRate: %s, averaging: {kind: exponential, decay: %s}}
                training: {workers: 2, batchSize: %d, steps: %d, seeds: [1, 2], evaluateEvery: 1}
                """.formatted(LEARNING_RATE, DECAY, BATCH, STEPS);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Finding> findings = new ArrayList<>();
        for (int updates : UPDATES) {
            findings.add(Finding.scattering(
                    "expected loss, update " + updates,
                    sum(h -> moments(h, updates).loss(h)),
                    HarmonicQuadratic.average(results, "evaluation_loss", updates - 1),
                    error(sum(h -> moments(h, updates).lossVariance(h)))));
        }
        findings.add(Finding.scattering(
                "steady risk",
                sum(h -> new QuadraticSteadyState(h, h, LEARNING_RATE, 0, BATCH).averagedRisk(DECAY)),
                HarmonicQuadratic.averageFrom(results, "evaluation_loss", REST),
                error(sum(h -> h * h / 4 * recursion(h).meanSquareVariance(AVERAGE, STEPS - REST)))));
        return findings;
    }

    private static GaussianRecursion recursion(double curvature) {
        return GaussianRecursion.ofMomentum(curvature, curvature / BATCH, LEARNING_RATE, 0)
                .withAverage(DECAY);
    }

    private static GaussianRecursion.Moments moments(double curvature, int updates) {
        return recursion(curvature).after(updates, AVERAGE, 1, 0, 1);
    }

    private static double sum(ToDoubleFunction<Double> figure) {
        return HarmonicQuadratic.SPECTRUM.stream().mapToDouble(figure).sum();
    }

    private static double error(double variance) {
        return Math.sqrt(variance / HarmonicQuadratic.COPIES / RUNS);
    }
}

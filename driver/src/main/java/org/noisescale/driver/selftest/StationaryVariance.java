package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.noisescale.driver.analysis.GaussianRecursion;
import org.noisescale.driver.analysis.QuadraticSteadyState;
import org.noisescale.driver.analysis.StudyResults;

/**
 * One parameter, one long run of SGD: the average of θ² over the steps, which is twice that of the loss over h. Its
 * standard error is that of an average over dependent steps.
 */
record StationaryVariance() implements Problem {
    private static final double CURVATURE = 2;
    private static final double NOISE = 3;
    private static final double LEARNING_RATE = 0.4;
    private static final int BATCH = 6;
    private static final int REST = 100;
    private static final int STEPS = 20_100;

    @Override
    public String name() {
        return "one-parameter";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [%s], noiseVariances: [%s], initialParameters: 0}
                optimizer: {kind: sgd, learningRate: %s}
                training: {workers: 2, batchSize: %d, steps: %d, seeds: [1], evaluateEvery: 0}
                """.formatted(CURVATURE, NOISE, LEARNING_RATE, BATCH, STEPS);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        double loss = DoubleStream.of(results.runs().get(0).series("loss"))
                .skip(REST)
                .average()
                .orElse(Double.NaN);
        double truth = new QuadraticSteadyState(CURVATURE, NOISE, LEARNING_RATE, 0, BATCH).parameterVariance();
        double variance = GaussianRecursion.ofMomentum(CURVATURE, NOISE / BATCH, LEARNING_RATE, 0)
                .meanSquareVariance(0, STEPS - REST);
        return List.of(Finding.scattering("stationary variance", truth, 2 * loss / CURVATURE, Math.sqrt(variance)));
    }
}

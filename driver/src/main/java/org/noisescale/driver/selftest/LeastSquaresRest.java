package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StreamingLeastSquares;
import org.noisescale.driver.analysis.StudyResults;

/**
 * SGD on streaming least squares, through an output layer of DL4J's: the excess mean squared error at rest. Its
 * standard error is taken from the averages of blocks that are ten times as long as the slowest memory, e^(−2ηh) a
 * step.
 */
record LeastSquaresRest(String name, int batchSize) implements Problem {
    private static final List<Double> SPECTRUM = List.of(2.0, 1.5, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25);
    private static final double LABEL_NOISE = 0.5;
    private static final double LEARNING_RATE = 0.05;
    private static final int EVERY = 5;
    private static final int BLOCK = 400 / EVERY;
    private static final int STEPS = 4_400;

    @Override
    public String study(Path folder) {
        return """
                data:
                  {source: least-squares, spectrum: %s, labelNoiseVariance: %s, optimum: 1, initialParameters: 1}
                optimizer: {kind: sgd, learningRate: %s}
                training: {workers: %d, batchSize: %d, steps: %d, seeds: [1, 2, 3, 4], evaluateEvery: %d}
                """.formatted(SPECTRUM, LABEL_NOISE, LEARNING_RATE, Math.min(2, batchSize), batchSize, STEPS, EVERY);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Double> blocks = new ArrayList<>();
        results.runs().forEach(run -> addBlocks(run, blocks));
        MeanEstimate measured =
                MeanEstimate.of(blocks.stream().mapToDouble(Double::doubleValue).toArray());
        double truth = new StreamingLeastSquares(SPECTRUM, LABEL_NOISE, LEARNING_RATE, batchSize).excessError();
        return List.of(Finding.scattering("excess error at rest", truth, measured.mean(), measured.standardError()));
    }

    /** All blocks but the first; an evaluation is exact, and half of the excess. */
    private static void addBlocks(RunResult run, List<Double> blocks) {
        double[] excess = DoubleStream.of(run.series("evaluation_loss"))
                .filter(loss -> !Double.isNaN(loss))
                .map(loss -> 2 * loss)
                .toArray();
        for (int first = BLOCK; first + BLOCK <= excess.length; first += BLOCK) {
            blocks.add(Arrays.stream(excess, first, first + BLOCK).average().orElseThrow());
        }
    }
}

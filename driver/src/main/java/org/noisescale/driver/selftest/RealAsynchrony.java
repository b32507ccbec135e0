package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.StudyResults;

/**
 * Asynchronous SGD as it is, on Spark's workers whose gradients take exponential times: law and conservation of the
 * staleness, the second moment at rest, the mean path and its momentum. Messages take time as well, about half a
 * millisecond in which a worker that has just pushed cannot be the next one; beside a mean delay of {@value #MEAN_MS}
 * ms that is less than scatter. Standard errors are those over blocks of the runs, and of theory where orders are
 * followed.
 */
record RealAsynchrony() implements Problem {
    private static final int MEAN_MS = 25;
    /** Part of the section training. */
    static final String TIME = "computeTime: {law: exponential, mean: " + MEAN_MS + "e-3}";

    private static final int COPIES = 64;
    private static final int WORKERS = 4;
    private static final double RATE = 0.3;
    private static final int STEPS = 400;
    private static final int REST = 40;
    private static final int BLOCKS = 6;

    @Override
    public String name() {
        return "real-async";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 0, copies: %d}
                optimizer: {kind: sgd, learningRate: %s}
                training: {workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: [1, 2, 3, 4],
                  evaluateEvery: 0, %s}
                """.formatted(COPIES, RATE, WORKERS, WORKERS, STEPS, TIME);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        AsynchronousTruths truths = new AsynchronousTruths(results, WORKERS);
        List<Finding> findings = new ArrayList<>();
        findings.add(truths.conservation());
        findings.addAll(truths.law(REST, BLOCKS, List.of(0, 1, 3, 8)));
        MeanEstimate square = MeanEstimate.ofBlocks(
                results.runs().stream()
                        .map(run -> AsynchronousTruths.from(REST, run.series("loss")))
                        .toList(),
                BLOCKS);
        findings.add(Finding.scattering(
                "variance at rest, rate " + RATE,
                AsynchronousTruths.restingSquare(RATE, WORKERS),
                2 * square.mean() / COPIES,
                2 * square.standardError() / COPIES));
        findings.addAll(truths.meanSquares());
        findings.addAll(truths.meanPath(RATE));
        return findings;
    }
}

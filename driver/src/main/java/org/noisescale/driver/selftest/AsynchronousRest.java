package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * Asynchronous SGD at rest on one parameter, with exponential times: E θ² = η²(c/b)(1 + aW) / (a(2 + a − a²W)), which
 * diverges at a²W = 2 + a; the last of the rates is close to that. Standard errors are those of the mean over seeds.
 */
record AsynchronousRest() implements Problem {
    private static final int WORKERS = 8;
    private static final int STEPS = 12_000;
    private static final int REST = 500;
    private static final int SEEDS = 12;
    private static final int COPIES = 4;
    private static final List<Double> RATES = List.of(0.05, 0.1, 0.3);

    @Override
    public String name() {
        return "async-at-rest";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 0, copies: %d}
                optimizer: {kind: sgd}
                training: {cluster: simulated, workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: %s,
                  evaluateEvery: 0}
                sweep: {optimizer.learningRate: %s}
                """.formatted(COPIES, WORKERS, WORKERS, STEPS, VirtualStudy.seeds(SEEDS), RATES);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Finding> findings = new ArrayList<>();
        for (double a : RATES) {
            List<RunResult> runs = results.runs().stream()
                    .filter(run -> Double.parseDouble(run.swept().get("optimizer.learningRate")) == a)
                    .toList();
            MeanEstimate square =
                    VirtualStudy.mean(runs, run -> 2 * VirtualStudy.averageFrom(run, "loss", REST) / COPIES);
            findings.add(Finding.scattering(
                    "variance at rest, rate " + a,
                    AsynchronousTruths.restingSquare(a, WORKERS),
                    square.mean(),
                    square.standardError()));
        }
        return findings;
    }
}

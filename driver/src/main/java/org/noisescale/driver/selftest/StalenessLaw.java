package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The staleness of asynchronous gradients (Mitliagkas et al. 2016, arXiv:1605.09774): Σ applied + Σ in flight = T(W −
 * 1) exactly, whatever the law of the times; with exponential ones P(τ = k) = (1 − 1/W)^k / W. Standard errors are
 * those over blocks of the runs.
 */
record StalenessLaw() implements Problem {
    private static final int WORKERS = 8;
    private static final int STEPS = 20_000;
    private static final int SEEDS = 6;
    private static final int REST = 200;
    private static final int BLOCKS = 7;

    @Override
    public String name() {
        return "async-staleness";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, dimension: 1}
                optimizer: {kind: sgd, learningRate: 0.01}
                training: {cluster: simulated, workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: %s,
                  evaluateEvery: 0}
                """.formatted(WORKERS, WORKERS, STEPS, VirtualStudy.seeds(SEEDS));
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        AsynchronousTruths truths = new AsynchronousTruths(results, WORKERS);
        List<Finding> findings = new ArrayList<>(List.of(truths.conservation()));
        findings.addAll(truths.law(REST, BLOCKS, List.of(0, 1, 7, 20)));
        return findings;
    }
}

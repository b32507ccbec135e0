package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/** The momentum of asynchronous SGD in virtual time, from the parameter of long runs, and the mean path itself. */
record ImpliedMomentum() implements Problem {
    private static final int WORKERS = 4;
    private static final double RATE = 0.4;
    private static final int STEPS = 10_000;
    private static final int SEEDS = 2;

    @Override
    public String name() {
        return "async-momentum";
    }

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 0}
                optimizer: {kind: sgd, learningRate: %s}
                training: {cluster: simulated, workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: %s,
                  evaluateEvery: 0}
                """.formatted(RATE, WORKERS, WORKERS, STEPS, VirtualStudy.seeds(SEEDS));
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        AsynchronousTruths truths = new AsynchronousTruths(results, WORKERS);
        List<Finding> findings = new ArrayList<>(truths.momentum(RATE));
        findings.addAll(truths.meanPath(RATE));
        return findings;
    }
}

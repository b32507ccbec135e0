package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The momentum of asynchronous SGD, from what the server's parameter did in long runs: the mean path is the heavy ball
 * of that momentum and step. The mean path itself is taken from the orders of arrival.
 *
 * @param name of the problem
 * @param time a part of the section training: what time is
 * @param steps of each run
 * @param seeds how many runs
 */
record ImpliedMomentum(String name, String time, int steps, int seeds) implements Problem {
    private static final int WORKERS = 4;
    private static final double RATE = 0.4;

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 0}
                optimizer: {kind: sgd, learningRate: %s}
                training: {%s, workers: %d, batchSize: %d, synchronization: async, steps: %d, seeds: %s,
                  evaluateEvery: 0}
                """.formatted(RATE, time, WORKERS, WORKERS, steps, VirtualStudy.seeds(seeds));
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        AsynchronousTruths truths = new AsynchronousTruths(results, WORKERS);
        List<Finding> findings = new ArrayList<>(truths.momentum(RATE));
        findings.addAll(truths.meanPath(RATE));
        return findings;
    }
}

package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The mean time of an update under the rules that wait for K of P = 8 exponential workers (Dutta et al. 2018,
 * arXiv:1803.01113): H_P − H_{P−K} for the first K workers, K/P for the first K gradients. Times of updates are
 * independent, with the variance of a sum of exponential gaps.
 */
record UpdateTimes() implements Problem {
    private static final int WORKERS = 8;
    private static final int STEPS = 4_000;
    private static final List<Integer> QUORUMS = List.of(1, 4, 7, 8);

    @Override
    public String name() {
        return "update-times";
    }

    @Override
    public String study(Path folder) {
        List<String> rules = new ArrayList<>();
        QUORUMS.forEach(quorum -> rules.add(written("k-sync", quorum)));
        List.of("k-async", "k-batch-sync", "k-batch-async").forEach(rule -> rules.add(written(rule, 4)));
        return """
                data: {source: quadratic, dimension: 1}
                optimizer: {kind: sgd, learningRate: 0.01}
                training: {cluster: simulated, workers: %d, batchSize: %d, steps: %d, seeds: [1], evaluateEvery: 0}
                sweep: {training.synchronization: %s}
                """.formatted(WORKERS, WORKERS, STEPS, rules);
    }

    private static String written(String rule, int quorum) {
        return "{rule: " + rule + ", quorum: " + quorum + "}";
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Finding> findings = new ArrayList<>();
        QUORUMS.forEach(quorum -> findings.add(workers(results, "k-sync", quorum)));
        findings.add(workers(results, "k-async", 4));
        findings.add(gradients(results, "k-batch-sync"));
        findings.add(gradients(results, "k-batch-async"));
        return findings;
    }

    private static Finding workers(StudyResults results, String rule, int quorum) {
        double mean = VirtualStudy.harmonic(WORKERS) - VirtualStudy.harmonic(WORKERS - quorum);
        double variance = VirtualStudy.harmonicSquared(WORKERS) - VirtualStudy.harmonicSquared(WORKERS - quorum);
        return finding(results, rule, quorum, mean, variance);
    }

    private static Finding gradients(StudyResults results, String rule) {
        return finding(results, rule, 4, 4.0 / WORKERS, 4.0 / WORKERS / WORKERS);
    }

    private static Finding finding(StudyResults results, String rule, int quorum, double mean, double variance) {
        double seconds = VirtualStudy.seconds(
                VirtualStudy.runs(results, rule + " quorum=" + quorum).get(0));
        return Finding.scattering(
                "seconds, " + rule + " " + quorum, mean, seconds / STEPS, Math.sqrt(variance / STEPS));
    }
}

package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The staleness of asynchronous gradients (Mitliagkas et al. 2016, arXiv:1605.09774): Σ applied + Σ in flight = T(W −
 * 1) exactly, whatever the law of the times; with exponential ones P(τ = k) = (1 − 1/W)^k / W. Standard errors are
 * those of the mean over seeds.
 */
record StalenessLaw() implements Problem {
    private static final int WORKERS = 8;
    private static final int STEPS = 10_000;
    private static final int SEEDS = 12;
    private static final int REST = 200;

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
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.exact("Σ applied + Σ in flight", (double) SEEDS * STEPS * (WORKERS - 1), sum(results), 0.5));
        for (int staleness : List.of(0, 1, 7, 20)) {
            double truth = Math.pow(1 - 1.0 / WORKERS, staleness) / WORKERS;
            MeanEstimate share = VirtualStudy.mean(results.runs(), run -> share(run, staleness));
            findings.add(
                    Finding.scattering("P(staleness " + staleness + ")", truth, share.mean(), share.standardError()));
        }
        return findings;
    }

    private static double sum(StudyResults results) {
        double applied = results.runs().stream()
                .flatMapToDouble(run -> DoubleStream.of(run.series("staleness_mean")))
                .sum();
        double inFlight = StreamSupport.stream(
                        results.manifest().at("/sessions/0/runs").spliterator(), false)
                .mapToDouble(run -> run.path("staleness_in_flight").asDouble())
                .sum();
        return applied + inFlight;
    }

    private static double share(RunResult run, int staleness) {
        return DoubleStream.of(run.series("staleness_mean"))
                .skip(REST)
                .map(value -> value == staleness ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }
}

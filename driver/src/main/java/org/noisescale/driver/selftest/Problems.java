package org.noisescale.driver.selftest;

import java.util.List;

/** Every problem of the self-test. */
public final class Problems {
    private Problems() {}

    /** In the order in which they are shown. */
    public static List<Problem> all() {
        return List.of(
                new QuadraticPath("sgd-batch-1", "{kind: sgd, learningRate: 0.5}", 0.5, 0, 1),
                new QuadraticPath("sgd-batch-16", "{kind: sgd, learningRate: 0.5}", 0.5, 0, 16),
                new QuadraticPath(
                        "momentum-batch-1", "{kind: momentum, learningRate: 0.05, momentum: 0.9}", 0.05, 0.9, 1),
                new AveragedPath(),
                new StationaryVariance(),
                new LeastSquaresRest("least-squares-1", 1),
                new LeastSquaresRest("least-squares-4", 4),
                ContractionRate.ofDescent(),
                ContractionRate.ofHeavyBall(),
                new AdamBeginning(),
                new StationarityOfAll(),
                new GaussianMeter("meter-equal-shares", 32, GaussianMeter.AT_REST),
                new GaussianMeter("meter-unequal-shares", 12, GaussianMeter.AT_REST),
                new GaussianMeter("meter-under-clipping", 32, GaussianMeter.CLIPPED),
                new WholeTable(),
                new SampledTable(false),
                new SampledTable(true),
                new DependentMeter("meter-sync", "sync", 1),
                new DependentMeter("meter-groups", "group:2", 2),
                new BatchStatistics(),
                new StalenessLaw(),
                new AsynchronousRest(),
                new StabilityLimit("async-limit", "cluster: simulated", 40_000, true),
                new ImpliedMomentum("async-momentum", "cluster: simulated", 10_000, 2),
                new ConstantDelay(),
                new UpdateTimes(),
                new BackupWorkers(),
                new BoundedLead(),
                new LocalDescent(),
                new RealAsynchrony(),
                new ImpliedMomentum("real-async-momentum", RealAsynchrony.TIME, 1_000, 2),
                new StabilityLimit("real-async-limit", RealAsynchrony.TIME, 150, false));
    }
}

package org.noisescale.driver.selftest;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.MeterSpread;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The noise meter on Gaussian gradients at parameters that stand still: d = 50, covariance ∝ 1/i with trace 100, |G|² =
 * 1. What single readings scatter about must be the truth, and they must scatter as theory says; the noise scale must
 * be the ratio of the averages.
 *
 * @param batchSize equal shares where eight virtual workers divide it
 * @param optimizer a section of the study; no matter what it does, it must not move the parameters
 */
record GaussianMeter(String name, int batchSize, String optimizer) implements Problem {
    static final String AT_REST = "{kind: sgd, learningRate: 1e-30}";
    static final double CLIPPING_THRESHOLD = 1;
    static final String CLIPPED =
            "{kind: sgd, learningRate: 1e-30, clipping: {kind: global-norm, threshold: " + CLIPPING_THRESHOLD + "}}";

    private static final int DIMENSION = 50;
    private static final int VIRTUAL_WORKERS = 8;
    private static final int STEPS = 10_000;
    private static final double TRACE = 100;

    @Override
    public String study(Path folder) {
        return """
                data: {source: quadratic, curvatures: %s, noiseVariances: %s, initialParameters: %s}
                optimizer: %s
                training:
                  {workers: 2, virtualWorkers: %d, batchSize: %d, steps: %d, seeds: [1], evaluateEvery: 0}
                """.formatted(
                        Collections.nCopies(DIMENSION, 1.0),
                        variances(),
                        Collections.nCopies(DIMENSION, gradient()),
                        optimizer,
                        VIRTUAL_WORKERS,
                        batchSize,
                        STEPS);
    }

    private static List<Double> variances() {
        double harmonic =
                IntStream.rangeClosed(1, DIMENSION).mapToDouble(i -> 1.0 / i).sum();
        return IntStream.rangeClosed(1, DIMENSION)
                .mapToObj(i -> TRACE / harmonic / i)
                .toList();
    }

    /** As the server holds it. */
    private static double gradient() {
        return (float) Math.sqrt(1.0 / DIMENSION);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        MeterSpread theory =
                new MeterSpread(variances(), Collections.nCopies(DIMENSION, gradient()), VIRTUAL_WORKERS, batchSize);
        RunResult run = results.runs().get(0);
        double[] traces = run.series("noise_trace");
        double[] norms = run.series("gradient_norm_squared");
        double root = Math.sqrt(STEPS);
        return List.of(
                Finding.scattering("tr Σ", theory.trace(), mean(traces), theory.traceDeviation() / root),
                deviation("sd of tr Σ", theory.trace(), theory.traceDeviation(), traces),
                Finding.scattering("|G|²", theory.gradientNormSquared(), mean(norms), theory.normDeviation() / root),
                deviation("sd of |G|²", theory.gradientNormSquared(), theory.normDeviation(), norms),
                Finding.scattering(
                        "noise scale",
                        theory.trace() / theory.gradientNormSquared(),
                        Double.parseDouble(run.summary().getOrDefault("noise_scale", "NaN")),
                        theory.ratioDeviation(STEPS)));
    }

    private static double mean(double[] readings) {
        return DoubleStream.of(readings).average().orElse(Double.NaN);
    }

    /** The root mean square about the truth; its standard error is measured on the squares, over twice the root. */
    private static Finding deviation(String quantity, double centre, double truth, double[] readings) {
        MeanEstimate squares = MeanEstimate.of(DoubleStream.of(readings)
                .map(reading -> (reading - centre) * (reading - centre))
                .toArray());
        return Finding.scattering(quantity, truth, Math.sqrt(squares.mean()), squares.standardError() / 2 / truth);
    }
}

package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.PopulationNoise;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * The noise meter on a table of 120 examples and a softmax regression that stands still, against the gradients of all
 * examples counted out. A run deals the table to its virtual workers by its data seed and then keeps to that; the truth
 * is met on average over the ways to deal, and the standard error is measured over them.
 */
record FinitePopulation() implements Problem {
    private static final int TRAINING = 120;
    private static final int EVALUATION = 20;
    private static final int DEALS = 8;
    private static final int STEPS = 100;
    private static final int VIRTUAL_WORKERS = 12;
    private static final long DATA_KEY = 20;
    private static final long SEED = 2;

    @Override
    public String name() {
        return "meter-on-a-table";
    }

    @Override
    public String study(Path folder) throws IOException {
        Files.writeString(folder.resolve("table.csv"), table());
        return """
                data: {source: csv, path: table.csv, evaluationLast: %d, scaling: none}
                model: {kind: softmax}
                optimizer: {kind: sgd, learningRate: 1e-30}
                training:
                  {workers: 2, virtualWorkers: %d, batchSize: %d, steps: %d, seeds: [%d], evaluateEvery: 0}
                sweep: {data.seed: %s, training.sampling: [with-replacement, without-replacement]}
                """.formatted(
                        EVALUATION,
                        VIRTUAL_WORKERS,
                        VIRTUAL_WORKERS,
                        STEPS,
                        SEED,
                        IntStream.rangeClosed(1, DEALS).boxed().toList());
    }

    private static String table() {
        String rows = IntStream.range(0, TRAINING + EVALUATION)
                .mapToObj(row -> features(row).stream()
                                .map(value -> String.format(Locale.ROOT, "%.3f", value))
                                .collect(Collectors.joining(","))
                        + "," + label(row) + "\n")
                .collect(Collectors.joining());
        return "a,b,c,d,label\n" + rows;
    }

    /** In thousandths, so that the table holds them as they are. */
    private static List<Double> features(int row) {
        return IntStream.range(0, SoftmaxRegression.FEATURES)
                .mapToObj(i -> CounterRandom.gaussian(CounterRandom.derive(DATA_KEY, row), i) + (label(row) == i ? 1 : 0))
                .map(value -> Math.round(value * 1000) / 1000.0)
                .toList();
    }

    private static int label(int row) {
        return row % SoftmaxRegression.CLASSES;
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        SoftmaxRegression model = SoftmaxRegression.initial(SEED);
        PopulationNoise truth = PopulationNoise.of(IntStream.range(0, TRAINING)
                .mapToObj(row -> model.gradient(features(row), label(row)))
                .toList());
        List<Finding> findings = new ArrayList<>();
        for (String sampling : List.of("with-replacement", "without-replacement")) {
            List<RunResult> runs = results.runs().stream()
                    .filter(run -> run.swept().containsValue(sampling))
                    .toList();
            findings.add(finding("tr Σ " + sampling, truth.trace(), runs, "noise_trace"));
            findings.add(finding("|G|² " + sampling, truth.gradientNormSquared(), runs, "gradient_norm_squared"));
        }
        return findings;
    }

    private static Finding finding(String quantity, double truth, List<RunResult> runs, String column) {
        MeanEstimate measured = MeanEstimate.of(runs.stream()
                .mapToDouble(run -> average(run.series(column)))
                .toArray());
        return Finding.scattering(quantity, truth, measured.mean(), measured.standardError());
    }

    private static double average(double[] readings) {
        return DoubleStream.of(readings).average().orElse(Double.NaN);
    }
}

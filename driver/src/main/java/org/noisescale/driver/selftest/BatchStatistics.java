package org.noisescale.driver.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.noisescale.driver.analysis.BatchNormTheory;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The statistics of a BatchNormalization of normal activations, over groups of 8, 16 and 32 of them: four virtual
 * workers of 8, each for itself, two by two, and all together. Running statistics that do not move hold the activation
 * 1 fixed; those that do scatter as an exponential average does.
 */
record BatchStatistics() implements Problem {
    private static final int CHANNELS = 64;
    private static final int BATCH = 32;
    private static final int STEPS = 120;
    private static final GaussianTable TABLE = new GaussianTable(21, CHANNELS, 2, 0);
    private static final double DECAY = 0.5;
    /** Steps after which the running mean has forgotten where it began, and blocks of those that follow. */
    private static final int BEGINNING = 20;

    private static final int BLOCKS = 10;

    @Override
    public String name() {
        return "batch-statistics";
    }

    @Override
    public String study(Path folder) throws IOException {
        String network = network();
        Files.writeString(folder.resolve("fixed.json"), network);
        Files.writeString(folder.resolve("moving.json"), network.replace("\"decay\" : 1.0", "\"decay\" : " + DECAY));
        return TABLE.write(folder, BATCH * (STEPS + 1)) + """
                optimizer: {kind: sgd, learningRate: 1e-30}
                training: {workers: 2, virtualWorkers: 4, batchSize: %d, steps: %d, seeds: [1], evaluateEvery: 0}
                measure: {batchNorm: {every: 2}}
                sweep:
                  model:
                  - {dl4j: fixed.json, batchNorm: local}
                  - {dl4j: fixed.json, batchNorm: "group:2"}
                  - {dl4j: fixed.json, batchNorm: sync}
                  - {dl4j: moving.json, batchNorm: sync}
                """.formatted(BATCH, STEPS);
    }

    private static String network() throws IOException {
        try (InputStream source = BatchStatistics.class.getResourceAsStream("/selftest/batch-normalization.json")) {
            return new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        List<Finding> findings = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            findings.addAll(scatter((BATCH / 4) << run, table(results, run)));
        }
        findings.add(average(table(results, 3)));
        return findings;
    }

    private static CsvTable table(StudyResults results, int run) {
        return results.findStatistics(results.runs().get(run)).orElseThrow();
    }

    private static List<Finding> scatter(int count, CsvTable table) {
        BatchNormTheory theory = new BatchNormTheory(count);
        return List.of(
                finding("Var of the mean, " + count, theory.meanVariance(), table.numbers("mean_variance")),
                finding("E 1/σ, " + count, theory.inverseDeviation(), table.numbers("inverse_deviation")),
                finding(
                        "Var 1/σ, " + count,
                        theory.inverseDeviationVariance(),
                        table.numbers("inverse_deviation_variance")),
                finding(
                        "Var of normalised 1, " + count,
                        theory.normalizedVariance(),
                        table.numbers("normalized_variance")));
    }

    private static Finding finding(String quantity, double truth, double[] readings) {
        MeanEstimate mean = MeanEstimate.of(readings);
        return Finding.scattering(quantity, truth, mean.mean(), mean.standardError());
    }

    /** What lies between a batch's mean and the running one is the scatter of both. */
    private static Finding average(CsvTable table) {
        double[] distances = table.numbers("running_mean_distance_squared");
        double[] ofBatch = table.numbers("mean_variance");
        double[] ofAverage = new double[distances.length - BEGINNING / 2];
        for (int i = 0; i < ofAverage.length; i++) {
            ofAverage[i] = distances[i + BEGINNING / 2] - ofBatch[i + BEGINNING / 2];
        }
        MeanEstimate mean = MeanEstimate.ofBlocks(List.of(ofAverage), BLOCKS);
        return Finding.scattering(
                "Var of running mean",
                new BatchNormTheory(BATCH).runningMeanVariance(1 - DECAY),
                mean.mean(),
                mean.standardError());
    }
}

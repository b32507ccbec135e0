package org.noisescale.driver.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study of the noisy quadratic with h = c = 1/i, θ₀ = 1, in 10 dimensions, simulated step by step. */
record QuadraticStudy(
        String optimizer, double learningRate, double momentum, int steps, double lossFactor, boolean measured) {
    static final List<Integer> BATCH_SIZES = List.of(2, 8, 32, 128);
    private static final int DIMENSION = 10;
    private static final int SEEDS = 8;

    static QuadraticStudy sgd() {
        return new QuadraticStudy("sgd", 0.5, 0, 300, 1, true);
    }

    static QuadraticStudy heavyBall() {
        return new QuadraticStudy("momentum", 0.05, 0.9, 300, 1, true);
    }

    Path writeTo(Path directory) {
        ResultFolder folder = new ResultFolder(directory, yaml(), "training.batchSize");
        for (int batchSize : BATCH_SIZES) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                String cells = batchSize + "," + seed + "," + steps + "," + steps * batchSize
                        + ",0.2,,0.02,,,,,,,,"
                        + String.format(Locale.ROOT, "%064x", 31L * seed + batchSize);
                folder.addRun("b" + batchSize + "-s" + seed, cells, run(batchSize, new Random(77L * batchSize + seed)));
            }
        }
        return directory;
    }

    private List<String> run(int batchSize, Random random) {
        double[] theta = new double[DIMENSION];
        double[] velocity = new double[DIMENSION];
        Arrays.fill(theta, 1);
        List<String> lines = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            double loss = 0;
            double norm = 0;
            double trace = 0;
            for (int i = 0; i < DIMENSION; i++) {
                double h = 1.0 / (i + 1);
                loss += lossFactor * h * theta[i] * theta[i] / 2;
                double[] halves = {gradient(h, theta[i], batchSize, random), gradient(h, theta[i], batchSize, random)};
                double mean = (halves[0] + halves[1]) / 2;
                double spread = batchSize / 4.0 * Math.pow(halves[0] - halves[1], 2);
                trace += spread;
                norm += mean * mean - spread / batchSize;
                velocity[i] = momentum * velocity[i] + mean;
                theta[i] -= learningRate * velocity[i];
            }
            lines.add(line(step, batchSize, loss, measured ? norm + "," + trace : ","));
        }
        return lines;
    }

    /** The mean gradient of half a batch along one axis. */
    private static double gradient(double h, double theta, int batchSize, Random random) {
        return h * theta + Math.sqrt(2 * h / batchSize) * random.nextGaussian();
    }

    private String line(int step, int batchSize, double loss, String noise) {
        return step + "," + step * batchSize + "," + step * 1e-4 + ",," + loss + "," + learningRate + "," + noise
                + ",,,";
    }

    private String yaml() {
        String harmonic = IntStream.rangeClosed(1, DIMENSION)
                .mapToObj(i -> String.valueOf(1.0 / i))
                .collect(Collectors.joining(", ", "[", "]"));
        String ones = IntStream.range(0, DIMENSION).mapToObj(i -> "1.0").collect(Collectors.joining(", ", "[", "]"));
        return "name: quadratic-truth\n"
                + "question: Does training follow the theory where the theory is exact?\n"
                + "draws: [quadratic-theory, loss-curves, noise-trace, noise-scale]\n"
                + "data: {source: quadratic, curvatures: " + harmonic + ", noiseVariances: " + harmonic
                + ", initialParameters: " + ones + "}\n"
                + "model: {kind: quadratic}\n"
                + "optimizer: {kind: " + optimizer + ", learningRate: " + learningRate
                + (momentum == 0 ? "" : ", momentum: " + momentum) + "}\n"
                + "training: {workers: 2, virtualWorkers: 2, steps: " + steps + "}\n"
                + "sweep: {training.batchSize: " + BATCH_SIZES + "}\n";
    }
}

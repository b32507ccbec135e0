package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.NoisyQuadraticTheory;
import org.noisescale.driver.analysis.NoisyQuadraticTheory.LossMoments;

/** What the whole path measures, held against what is known without it. Seeds are fixed; |z| < 4 each. */
@Timeout(120)
class TheoryIT {
    private static final double Z_MAX = 4;
    private static final int SEEDS = 40;
    private static final int STEPS = 60;

    /** h = c = 1/i, so that tr Σ = Σ 1/i. */
    private static final int DIMENSION = 10;

    private static final List<Double> SPECTRUM =
            IntStream.rangeClosed(1, DIMENSION).mapToObj(i -> 1.0 / i).toList();

    @TempDir
    private Path temporary;

    /**
     * The mean loss over seeds before step t + 1 is normal about E L(t) with the closed form's variance over the number
     * of seeds. tr Σ is read with a standard deviation of √(2 Σc² / (V − 1)) in each of all steps.
     */
    @ParameterizedTest
    @CsvSource({"sgd, 0.5, 0", "momentum, 0.05, 0.9"})
    void theQuadraticFollowsItsClosedForm(String optimizer, double learningRate, double momentum) throws IOException {
        String study = """
                name: closed-form
                question: Does the whole path follow the theory?
                data: {source: quadratic, dimension: %d, curvatures: {scale: 1, exponent: 1}}
                optimizer: {kind: %s, learningRate: %s}
                training: {workers: 2, virtualWorkers: 3, steps: %d, evaluateEvery: 0, seeds: %s}
                sweep: {training.batchSize: [3, 32]}
                """.formatted(
                        DIMENSION,
                        optimizer,
                        learningRate,
                        STEPS,
                        IntStream.rangeClosed(1, SEEDS).boxed().toList());

        Results results = Command.run(Command.study(temporary, study), temporary.resolve("out"));

        for (int batchSize : List.of(3, 32)) {
            NoisyQuadraticTheory theory = new NoisyQuadraticTheory(
                    SPECTRUM, SPECTRUM, Collections.nCopies(DIMENSION, 1.0), learningRate, momentum, batchSize);
            List<LossMoments> truth = theory.trajectory(STEPS);
            for (int updates : List.of(1, 2, 5, 20, STEPS - 1)) {
                double z = (meanLoss(results, batchSize, updates)
                                - truth.get(updates).mean())
                        / Math.sqrt(truth.get(updates).variance() / SEEDS);
                assertThat(z)
                        .as("z after %d updates at B = %d", updates, batchSize)
                        .isBetween(-Z_MAX, Z_MAX);
            }
        }
        double trace = SPECTRUM.stream().mapToDouble(c -> c).sum();
        double deviation =
                Math.sqrt(2 * SPECTRUM.stream().mapToDouble(c -> c * c).sum() / (3 - 1));
        double[] traces = results.summary().numbers("noise_trace");
        assertThat((mean(traces) - trace) / (deviation / Math.sqrt(traces.length * STEPS)))
                .as("z of tr Σ")
                .isBetween(-Z_MAX, Z_MAX);
    }

    private static double meanLoss(Results results, int batchSize, int updates) {
        return IntStream.rangeClosed(1, SEEDS)
                .mapToDouble(seed -> results.steps("batchSize=" + batchSize + "-seed=" + seed)
                        .numbers("loss")[updates])
                .average()
                .orElseThrow();
    }

    /** tr Σ belongs to the model and the data; the standard errors come from the scatter of the steps. */
    @Test
    void theTraceOfANetworkDoesNotDependOnTheBatchSize() throws IOException {
        String study = """
                name: one-trace
                question: Is tr Σ the same at every batch size?
                data: {source: strokes, examples: 2000}
                model: {kind: mlp, hidden: [16]}
                optimizer: {kind: sgd, learningRate: 1e-9}
                training: {workers: 2, virtualWorkers: 4, steps: 150, evaluateEvery: 0, seeds: [5]}
                sweep: {training.batchSize: [16, 64]}
                """;

        Results results = Command.run(Command.study(temporary, study), temporary.resolve("out"));

        double[] small = results.steps("batchSize=16-seed=5").numbers("noise_trace");
        double[] large = results.steps("batchSize=64-seed=5").numbers("noise_trace");
        double z = (mean(small) - mean(large)) / Math.hypot(standardError(small), standardError(large));
        assertThat(z).isBetween(-Z_MAX, Z_MAX);
        assertThat(standardError(small) / mean(small))
                .as("the comparison is sharp")
                .isLessThan(0.05);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    /** Figures that are not numbers are written as such, for an empty cell means that a figure does not apply. */
    @Test
    void aRunThatDivergesIsFinishedAndShowsIt() throws IOException {
        String study = """
                name: diverging
                question: What becomes of too great a learning rate?
                data: {source: quadratic, dimension: 3}
                optimizer: {kind: sgd, learningRate: 1e6}
                training: {workers: 2, steps: 20, evaluateEvery: 5, seeds: [1]}
                """;

        Results results = Command.run(Command.study(temporary, study), temporary.resolve("out"));

        CsvTable steps = results.steps("seed=1");
        for (String column : List.of("loss", "gradient_norm_squared", "noise_trace", "noise_trace.theta")) {
            assertThat(Results.column(steps, column).get(19)).as(column).isEqualTo("NaN");
        }
        assertThat(Results.column(steps, "evaluation_loss").get(19)).isEqualTo("NaN");
        assertThat(Results.column(steps, "loss")).contains("Infinity");
        for (String column : List.of("training_loss", "evaluation_loss", "noise_trace", "noise_scale")) {
            assertThat(results.summary().text(0, column)).as(column).isEqualTo("NaN");
        }
        assertThat(results.hashes().get(0)).hasSize(64);
        assertThat(results.folder().resolve("report.html")).isNotEmptyFile();
    }
}

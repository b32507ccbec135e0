package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.driver.analysis.CsvTable;

/** Curvature through the command line: exact where it is known, the same for any number of workers. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class CurvatureIT {
    private static final double[] H = {0.25, 1, 0.5};
    private static final double[] C = {3, 2, 5};
    private static final double[] THETA = {4, 1, -2};
    private static final String QUADRATIC = """
            name: curved
            question: Is it exact?
            data:
              source: quadratic
              curvatures: [0.25, 1, 0.5]
              noiseVariances: [3, 2, 5]
              initialParameters: [4, 1, -2]
            optimizer: {kind: sgd, learningRate: 0.5}
            training: {workers: 2, batchSize: 8, steps: 12, seeds: [3]}
            measure: {curvature: {every: 5, eigenvalues: 3}}
            """;

    private static final String STROKES = """
            name: curved
            question: Does it matter who computes?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [4], activation: tanh}
            training: {workers: 2, virtualWorkers: 2, batchSize: 32, steps: 6, seeds: [3]}
            measure: {curvature: {every: 4, examples: 150, eigenvalues: 2, probes: 3}}
            """;

    @TempDir
    private Path temporary;

    @Test
    void hasTheClosedFormsOfTheNoisyQuadratic() throws IOException {
        CsvTable curvature = curvature(Command.run(Command.study(temporary, QUADRATIC), temporary.resolve("out")));

        assertThat(curvature.numbers("step")).containsExactly(0, 5, 10, 12);
        for (int row = 0; row < 4; row++) {
            assertThat(curvature.number(row, "lambda_1")).isCloseTo(1, within(1e-13));
            assertThat(curvature.number(row, "lambda_2")).isCloseTo(0.5, within(1e-13));
            assertThat(curvature.number(row, "lambda_3")).isCloseTo(0.25, within(1e-13));
            assertThat(curvature.number(row, "lambda_error_1")).isLessThan(1e-13);
            assertThat(curvature.number(row, "noise_1")).isCloseTo(2, within(1e-12));
            assertThat(curvature.number(row, "noise_2")).isCloseTo(5, within(1e-12));
            assertThat(curvature.number(row, "noise_3")).isCloseTo(3, within(1e-12));
            assertThat(curvature.number(row, "noise_trace")).isEqualTo(10);
            assertThat(curvature.number(row, "noise_curvature")).isEqualTo(sum(1, 1, 0));
        }
        assertThat(curvature.number(0, "b_noise")).isCloseTo(sum(1, 1, 0) / sum(3, 0, 2), within(1e-13));
        assertThat(curvature.number(0, "b_simple")).isCloseTo(10 / sum(2, 0, 2), within(1e-13));
        assertThat(curvature.number(0, "epsilon_max")).isCloseTo(sum(2, 0, 2) / sum(3, 0, 2), within(1e-13));
    }

    /** Without noise θ(t) = (1 − ηh)^t θ(0), in single precision. */
    @Test
    void measuresTheParametersOfTheVersionsThatItNames() throws IOException {
        String noiseless = QUADRATIC.replace("[3, 2, 5]", "[0, 0, 0]");

        CsvTable curvature = curvature(Command.run(Command.study(temporary, noiseless), temporary.resolve("out")));

        for (int row = 0; row < 4; row++) {
            double expected = 0;
            for (int i = 0; i < 3; i++) {
                double theta = THETA[i] * Math.pow(1 - 0.5 * H[i], curvature.number(row, "step"));
                expected += Math.pow(H[i], 3) * theta * theta;
            }
            assertThat(curvature.number(row, "gradient_curvature")).isCloseTo(expected, within(1e-5 * expected));
            assertThat(curvature.number(row, "b_noise")).isZero();
        }
    }

    /** Under bsp a simulated run has the bits of a real one; under another rule every version is kept as well. */
    @Test
    void measuresASimulatedRunAsARealOne() throws IOException {
        Path study = Command.study(temporary, QUADRATIC);
        String simulated = "training.cluster=simulated";

        Results real = Command.run(study, temporary.resolve("real"));
        Results virtual = Command.run(study, temporary.resolve("virtual"), "--set", simulated);
        Results stale = Command.run(
                study,
                temporary.resolve("stale"),
                "--set",
                simulated,
                "--set",
                "training.synchronization={rule: k-async, quorum: 1}");

        assertThat(Files.readString(file(virtual))).isEqualTo(Files.readString(file(real)));
        assertThat(curvature(stale).numbers("step")).containsExactly(0, 5, 10, 12);
        assertThat(curvature(stale).numbers("gradient_curvature"))
                .startsWith(curvature(real).number(0, "gradient_curvature"))
                .isNotEqualTo(curvature(real).numbers("gradient_curvature"));
    }

    @Test
    void doesNotDependOnWhoComputes() throws IOException {
        Path study = Command.study(temporary, STROKES);

        Results two = Command.run(study, temporary.resolve("two"));
        Results one = Command.run(study, temporary.resolve("one"), "--set", "training.workers=1");

        assertThat(Files.readString(file(one))).isEqualTo(Files.readString(file(two)));
        CsvTable curvature = curvature(two);
        assertThat(curvature.numbers("step")).containsExactly(0, 4, 6);
        assertThat(DoubleStream.of(curvature.numbers("lambda_1"))).allMatch(value -> value > 0);
        assertThat(DoubleStream.of(curvature.numbers("lambda_error_1"))).allMatch(error -> error < 1e-3);
        assertThat(DoubleStream.of(curvature.numbers("noise_curvature_error"))).allMatch(error -> error > 0);
        assertThat(two.folder().resolve("report.html")).content().contains("\"id\":\"sharpness\"");
    }

    @Test
    void aRunWithoutItsCurvatureIsRepeated() throws IOException {
        Path study = Command.study(temporary, QUADRATIC);
        Results results = Command.run(study, temporary.resolve("out"));
        String before = Files.readString(file(results));
        Files.delete(file(results));

        Command.run(study, temporary.resolve("out"));

        assertThat(Files.readString(file(results))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.hidden=[400]                 | measure.curvature is for models of at most 250000 parameters
            training.steps=1000000             | measure.curvature.every must be larger: 250001 versions
            """)
    void refusesWhatWouldTakeTooMuchMemory(String setting, String reason) throws IOException {
        Command.Outcome outcome = Command.noisescale(
                "run", Command.study(temporary, STROKES), "--out", temporary.resolve("out"), "--set", setting);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).singleElement().asString().contains(reason);
    }

    @Test
    void refusesMoreEigenvaluesThanParameters() throws IOException {
        Command.Outcome outcome = Command.noisescale(
                "run",
                Command.study(temporary, QUADRATIC),
                "--out",
                temporary.resolve("out"),
                "--set",
                "measure.curvature.eigenvalues=4");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).singleElement().asString().contains("at most the 3 parameters");
    }

    private static Path file(Results results) {
        return results.folder().resolve("runs").resolve(results.runs().get(0)).resolve("curvature.csv");
    }

    private static CsvTable curvature(Results results) {
        return CsvTable.read(file(results));
    }

    /** Σ hᵃ cᵇ θᶜ. */
    private static double sum(int powerOfH, int powerOfC, int powerOfTheta) {
        double sum = 0;
        for (int i = 0; i < H.length; i++) {
            sum += Math.pow(H[i], powerOfH) * Math.pow(C[i], powerOfC) * Math.pow(THETA[i], powerOfTheta);
        }
        return sum;
    }
}

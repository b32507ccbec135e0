package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.driver.analysis.CsvTable;

/** Runs in virtual time, as a user meets them. */
@Timeout(120)
class SimulatedClusterIT {
    private static final String STROKES = """
            name: strokes
            question: Is virtual time like real time?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [32], batchNorm: local}
            optimizer: {kind: adam, learningRate: 0.002, clipping: {kind: global-norm, threshold: 1}}
            training: {workers: 3, virtualWorkers: 5, batchSize: 52, steps: 12, evaluateEvery: 5, seeds: [7]}
            """;

    private static final String QUADRATIC = """
            name: quadratic
            question: Is virtual time like real time?
            data: {source: quadratic, dimension: 50}
            optimizer: {kind: momentum, learningRate: 0.1, averaging: {kind: exponential, decay: 0.9}}
            training: {workers: 3, virtualWorkers: 7, batchSize: 10, steps: 30, evaluateEvery: 10, seeds: [7]}
            """;

    private static final String ASYNCHRONOUS = """
            name: asynchronous
            question: What does asynchrony do?
            data: {source: quadratic, dimension: 10}
            optimizer: {kind: sgd, learningRate: 0.02}
            training: {workers: 16, virtualWorkers: 32, batchSize: 32, steps: 500, evaluateEvery: 100, seeds: [1, 2, 3],
              cluster: simulated}
            sweep: {training.synchronization: [async, {rule: k-async, quorum: 4}, {rule: ssp, bound: 2}, local]}
            """;

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {STROKES, QUADRATIC})
    void aSynchronousRunHasTheSameBitsInVirtualAndInRealTime(String study) throws IOException {
        Path file = Command.study(temporary, study + "sweep: {training.cluster: [real, simulated]}\n");

        Results results = Command.run(file, temporary.resolve("out"));

        assertThat(results.runs()).hasSize(2);
        assertThat(new HashSet<>(results.hashes())).hasSize(1);
        CsvTable real = results.steps(results.runs().get(0));
        CsvTable simulated = results.steps(results.runs().get(1));
        for (String column : List.of("loss", "noise_trace", "gradient_norm_squared", "evaluation_loss")) {
            assertThat(simulated.numbers(column)).isEqualTo(real.numbers(column));
        }
        assertThat(simulated.numbers("simulated_seconds")).isSorted().doesNotContain(0);
        assertThat(simulated.numbers("staleness_mean")).containsOnly(0);
    }

    @Test
    void everyRunHasTheSameBitsAgainWhateverRunsBesideIt() throws IOException {
        Path file = Command.study(temporary, ASYNCHRONOUS);

        Results first = Command.run(file, temporary.resolve("first"), "--master", "local[2]");
        Results again = Command.run(file, temporary.resolve("again"), "--master", "local[1]");

        assertThat(new HashSet<>(first.hashes())).hasSize(12);
        assertThat(Results.timeless(again.summary())).isEqualTo(Results.timeless(first.summary()));
        for (String run : first.runs()) {
            Path arrivals = Path.of("runs", run, "arrivals.log");
            assertThat(again.folder().resolve(arrivals))
                    .hasSameBinaryContentAs(first.folder().resolve(arrivals));
        }
    }

    /** On a quadratic an asynchronous run at rest has the ratio 1, and one that is still on its way down has not. */
    @Test
    void theManifestSaysWhetherSegmentsAreAtRest() throws IOException {
        Path file = Command.study(temporary, """
                name: rest
                question: Is it at rest?
                data: {source: quadratic, curvatures: [1], noiseVariances: [1], initialParameters: 30, copies: 8}
                optimizer: {kind: sgd, learningRate: 0.1}
                training: {cluster: simulated, workers: 4, batchSize: 4, synchronization: async, steps: 4000,
                  evaluateEvery: 0, seeds: [1]}
                sweep: {optimizer.learningRate: [0.1, 0.0002]}
                """);

        Results results = Command.run(file, temporary.resolve("out"));

        JsonNode rest = results.manifest().at("/sessions/0/runs/0/stationarity_ratio/theta");
        JsonNode way = results.manifest().at("/sessions/0/runs/1/stationarity_ratio/theta");
        double error = rest.path("standard_error").asDouble();
        assertThat(error).isBetween(1e-4, 0.1);
        assertThat(rest.path("ratio").asDouble()).isCloseTo(1, within(5 * error));
        assertThat(way.path("ratio").asDouble() - 1)
                .isGreaterThan(5 * way.path("standard_error").asDouble());
        assertThat(Files.readString(results.folder().resolve("report.html"))).doesNotContain("\"id\":\"stationarity\"");
        assertThat(staleness(file)).contains("\"id\":\"stationarity\"");
    }

    /** The report of the same study with the chart that has the table. */
    private String staleness(Path file) throws IOException {
        Results drawn = Command.run(file, temporary.resolve("drawn"), "--set", "draws=[staleness]");
        return Files.readString(drawn.folder().resolve("report.html"));
    }

    @Test
    void theManifestAccountsForEveryPush() throws IOException {
        Results results = Command.run(Command.study(temporary, ASYNCHRONOUS), temporary.resolve("out"));

        JsonNode run = results.manifest().at("/sessions/0/runs/0");
        assertThat(run.path("synchronization").asText()).isEqualTo("async");
        assertThat(run.path("convention").asText()).isEqualTo("mean");
        assertThat(run.path("staleness_applied").asLong()
                        + run.path("staleness_in_flight").asLong())
                .isEqualTo(500 * 15);
        CsvTable staleness = CsvTable.read(
                results.folder().resolve("runs").resolve(results.runs().get(0)).resolve("staleness.csv"));
        long pushes = 0;
        for (int row = 0; row < staleness.rowCount(); row++) {
            pushes += staleness.text(row, "worker").equals("all") ? 0 : Long.parseLong(staleness.text(row, "count"));
        }
        assertThat(pushes).isEqualTo(500);
        assertThat(results.summary().numbers("staleness_mean")[0])
                .isEqualTo(run.path("staleness_applied").asLong() / 500.0);
        assertThat(Files.readString(results.folder().resolve("report.html"))).contains("asynchronous");
    }
}

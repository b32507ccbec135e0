package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.parameterserver.synchronization.ArrivalLog;

/**
 * A simulated cluster that is fed with the times which a real one took: four workers, one of them three times as slow,
 * messages and all. Standard errors are those over blocks of the pushes, of both.
 */
@Timeout(180)
class RecordedTimesIT {
    private static final int WORKERS = 4;
    private static final int SLOW = 3;
    private static final int BLOCKS = 12;
    private static final int BEGINNING = 60;
    private static final double Z_MAX = 5;
    private static final String STUDY = """
            name: recorded
            question: Is a simulated cluster as stale as the real one?
            data: {source: quadratic, dimension: 1}
            optimizer: {kind: sgd, learningRate: 0.01}
            training: {workers: 4, batchSize: 4, synchronization: async, steps: 1600, evaluateEvery: 0, seeds: [1],
              computeTime: {law: exponential, mean: 4e-3, perWorker: [1, 1, 1, 3]}}
            """;

    @TempDir
    private Path temporary;

    private Results run(String name, String... settings) throws IOException {
        Path file = Command.study(temporary, STUDY);
        List<String> options = new ArrayList<>();
        List.of(settings).forEach(setting -> options.addAll(List.of("--set", setting)));
        return Command.run(file, temporary.resolve(name), options.toArray());
    }

    private static Path log(Results results) {
        return results.folder().resolve("runs").resolve(results.runs().get(0)).resolve("arrivals.log");
    }

    /** What is measured of the staleness of some worker's pushes, behind the beginning of each run. */
    private static MeanEstimate measured(Results results, int ofWorker, LongToDoubleFunction figure) {
        StudyResults read = StudyResults.read(results.folder());
        List<double[]> series = read.runs().stream()
                .map(run -> {
                    List<Double> values = new ArrayList<>();
                    ArrivalLog.read(
                            read.findArrivals(run).orElseThrow().log(), (worker, staleness, admitted, timeNs) -> {
                                if (worker == ofWorker || ofWorker < 0) {
                                    values.add(figure.applyAsDouble(staleness));
                                }
                            });
                    return values.stream()
                            .skip(BEGINNING)
                            .mapToDouble(Double::doubleValue)
                            .toArray();
                })
                .toList();
        return MeanEstimate.ofBlocks(series, BLOCKS);
    }

    private static double z(MeanEstimate one, MeanEstimate other) {
        return (one.mean() - other.mean()) / Math.hypot(one.standardError(), other.standardError());
    }

    @Test
    void theStalenessOfARealClusterIsThatOfASimulatedOneThatTakesAsLong() throws IOException {
        Results real = run("real");
        Results simulated = run(
                "simulated",
                "training.cluster=simulated",
                "training.computeTime={law: trace, path: '" + log(real) + "'}",
                "training.seeds=[1, 2, 3, 4]");
        Results alike = run(
                "alike",
                "training.cluster=simulated",
                "training.computeTime={law: exponential, mean: 4e-3}",
                "training.seeds=[1, 2, 3, 4]");

        for (int worker = 0; worker < WORKERS; worker++) {
            assertThat(z(measured(real, worker, k -> k), measured(simulated, worker, k -> k)))
                    .as("mean staleness of worker " + worker)
                    .isBetween(-Z_MAX, Z_MAX);
        }
        for (int staleness : new int[] {0, 1, 2, 4, 8}) {
            LongToDoubleFunction hit = k -> k == staleness ? 1 : 0;
            assertThat(z(measured(real, -1, hit), measured(simulated, -1, hit)))
                    .as("share of staleness " + staleness)
                    .isBetween(-Z_MAX, Z_MAX);
        }
        assertThat(Math.abs(z(measured(real, SLOW, k -> k), measured(alike, SLOW, k -> k))))
                .as("a cluster whose workers are alike is told from it")
                .isGreaterThan(Z_MAX);
    }

    @Test
    void aLogThatDoesNotTellTheTimesIsRefused() throws IOException {
        Results bound = run(
                "bound",
                "training.cluster=simulated",
                "training.synchronization={rule: ssp, bound: 2}",
                "training.steps=20");
        Path file = Command.study(temporary, STUDY);

        Command.Outcome outcome = Command.noisescale(
                "run",
                file,
                "--out",
                temporary.resolve("refused"),
                "--set",
                "training.cluster=simulated",
                "--set",
                "training.computeTime={law: trace, path: '" + log(bound) + "'}");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .containsExactly(
                        "noisescale: training.computeTime.path " + log(bound)
                                + ": must be the log of a run under rule async with at least 4 workers, was of rule ssp with 4");
    }
}

package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules other than bsp on Spark's workers and real shards, whose order nobody knows beforehand. */
class RealAsynchronyIT {
    private static final List<String> RULES = List.of(
            "async",
            "{rule: k-sync, quorum: 2}",
            "{rule: local, period: 3}",
            "{rule: k-async, quorum: 2, stalenessAware: true}");

    private static final String STUDY = """
            name: really
            question: What does nobody know beforehand?
            data: {source: quadratic, dimension: 30}
            optimizer: {kind: momentum, learningRate: 0.02, momentum: 0.5}
            training: {workers: 4, virtualWorkers: 8, shards: 3, batchSize: 16, steps: 120, evaluateEvery: 40, seeds: [3],
                       computeTime: {law: exponential, mean: 0.002}}
            sweep: {training.synchronization: %s}
            """.formatted(RULES);

    @TempDir
    private Path temporary;

    @Test
    void aRunOnFourDelayedWorkersIsFollowedToTheSameBitsByARealAndByASimulatedCluster() throws IOException {
        Path file = Command.study(temporary, STUDY);
        Results live = Command.run(file, temporary.resolve("live"));

        for (int run = 0; run < RULES.size(); run++) {
            Results real = follow(file, live, run, "real", "--set", "training.shards=2");
            Results simulated = follow(file, live, run, "simulated");

            assertThat(real.hashes()).containsExactly(live.hashes().get(run));
            assertThat(simulated.hashes()).containsExactly(live.hashes().get(run));
            assertThat(log(simulated, 0)).hasSameBinaryContentAs(log(live, run));
            assertThat(staleness(live, run)).isEqualTo(staleness(simulated, 0)).isEqualTo(staleness(real, 0));
            assertThat(figures(live, run)).isEqualTo(figures(real, 0));
        }
    }

    /**
     * The last worker would take a thousand seconds, but for the updates, and then the end, that take its turns away.
     */
    @Test
    void aWorkerWhoseWorkIsCancelledDropsItAtOnce() throws IOException {
        Path file = Command.study(temporary, STUDY);

        Results results = Command.run(
                file,
                temporary.resolve("cancelled"),
                "--set",
                "sweep={}",
                "--set",
                "training.synchronization={rule: k-sync, quorum: 3}",
                "--set",
                "training.computeTime={law: constant, mean: 0.002, perWorker: [1, 1, 1, 500000]}");

        assertThat(results.manifest().at("/sessions/0/runs/0/pushes_applied").asLong())
                .isEqualTo(3 * 120);
        assertThat(results.manifest()
                        .at("/sessions/0/runs/0/gradients_cancelled")
                        .asLong())
                .isGreaterThanOrEqualTo(119);
    }

    @Test
    void delaysUnderBspCostTimeAndNothingElse() throws IOException {
        Path file = Command.study(temporary, STUDY);
        String[] plain = {"--set", "sweep={}", "--set", "training.steps=40"};

        Results delayed = Command.run(
                file,
                temporary.resolve("delayed"),
                with(plain, "--set", "training.computeTime={law: constant, mean: 0.02}"));
        Results simulated =
                Command.run(file, temporary.resolve("simulated"), with(plain, "--set", "training.cluster=simulated"));

        assertThat(delayed.hashes()).isEqualTo(simulated.hashes());
        List<String> rows = Files.readAllLines(home(delayed, 0).resolve("steps.csv"));
        assertThat(seconds(rows.get(40)) - seconds(rows.get(1))).isGreaterThan(39 * 0.02);
    }

    private static double seconds(String row) {
        return Double.parseDouble(row.split(",", -1)[2]);
    }

    private static Object[] with(Object[] arguments, Object... more) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length, Object[].class);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private Results follow(Path file, Results live, int run, String cluster, String... more) throws IOException {
        Object[] arguments = {
            "--replay",
            log(live, run),
            "--set",
            "sweep={}",
            "--set",
            "training.synchronization=" + RULES.get(run),
            "--set",
            "training.cluster=" + cluster
        };
        return Command.run(file, temporary.resolve(cluster + run), with(arguments, (Object[]) more));
    }

    private static Path log(Results results, int run) {
        return home(results, run).resolve("arrivals.log");
    }

    private static String staleness(Results results, int run) throws IOException {
        return Files.readString(home(results, run).resolve("staleness.csv"));
    }

    /** All columns but the two times. */
    private static List<String> figures(Results results, int run) throws IOException {
        return Files.readAllLines(home(results, run).resolve("steps.csv")).stream()
                .map(line -> line.replaceFirst("^([^,]*,[^,]*),[^,]*,[^,]*,", "$1,"))
                .toList();
    }

    private static Path home(Results results, int run) {
        return results.folder().resolve("runs").resolve(results.runs().get(run));
    }
}

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
    private static final String STUDY = """
            name: really
            question: What does nobody know beforehand?
            data: {source: quadratic, dimension: 30}
            optimizer: {kind: momentum, learningRate: 0.02, momentum: 0.5}
            training: {workers: 4, virtualWorkers: 8, shards: 3, batchSize: 16, steps: 120, evaluateEvery: 40, seeds: [3],
                       computeTime: {law: exponential, mean: 0.002}}
            sweep: {training.synchronization: [async, {rule: k-sync, quorum: 2}, {rule: local, period: 3}]}
            """;

    @TempDir
    private Path temporary;

    @Test
    void aRunOnFourDelayedWorkersIsFollowedToTheSameBitsByARealAndByASimulatedCluster() throws IOException {
        Path file = Command.study(temporary, STUDY);
        Results live = Command.run(file, temporary.resolve("live"));

        for (int run = 0; run < 3; run++) {
            Results real = follow(file, live, run, "real", "--set", "training.shards=2");
            Results simulated = follow(file, live, run, "simulated");

            assertThat(real.hashes()).containsExactly(live.hashes().get(run));
            assertThat(simulated.hashes()).containsExactly(live.hashes().get(run));
            assertThat(log(simulated, 0)).hasSameBinaryContentAs(log(live, run));
            assertThat(staleness(live, run)).isEqualTo(staleness(simulated, 0)).isEqualTo(staleness(real, 0));
            assertThat(figures(live, run)).isEqualTo(figures(real, 0));
        }
    }

    private Results follow(Path file, Results live, int run, String cluster, String... more) throws IOException {
        String rule = List.of("async", "{rule: k-sync, quorum: 2}", "{rule: local, period: 3}")
                .get(run);
        Object[] arguments = {
            "--replay",
            log(live, run),
            "--set",
            "sweep={}",
            "--set",
            "training.synchronization=" + rule,
            "--set",
            "training.cluster=" + cluster
        };
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Command.run(file, temporary.resolve(cluster + run), all);
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

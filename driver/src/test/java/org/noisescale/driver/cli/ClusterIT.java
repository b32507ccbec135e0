package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.transport.AeronNode;

/** The cluster of this machine from its start to its end, and a study on it. */
@Timeout(300)
class ClusterIT {
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path temporary;

    private static Set<String> memory() throws IOException {
        if (!Files.isDirectory(MEMORY)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(MEMORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("noisescale-cluster-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Command.Outcome cluster(String command, Object... further) {
        return Command.noisescale(
                Stream.concat(Stream.of("cluster", command, "--state", temporary.resolve("state")), Stream.of(further))
                        .toArray());
    }

    private List<Object> study(String name) {
        return List.of(
                "--out",
                temporary.resolve(name),
                "--set",
                "data.examples=600",
                "--set",
                "training.steps=6",
                "--set",
                "training.seeds=[5]",
                "--set",
                "training.batchSize=32",
                "--set",
                "sweep={}");
    }

    private Results run(String name, Object... further) {
        Object[] arguments = Stream.of(List.of("run", "batch-noise"), study(name), List.of(further))
                .flatMap(List::stream)
                .toArray();
        Command.Outcome outcome = Command.noisescale(arguments);
        assertThat(outcome.status()).as(outcome.errors()).isZero();
        return new Results(temporary.resolve(name));
    }

    @AfterEach
    void end() {
        System.clearProperty(AeronNode.MEDIA_DRIVER);
        cluster("stop");
    }

    @Test
    void trainsToTheSameBitsAndLeavesNothing() throws IOException {
        Set<String> before = memory();

        Command.Outcome started = cluster("start", "--port", 0, "--servers", 2, "--shards-per-server", 2);
        assertThat(started.errors()).isEmpty();
        assertThat(started.lines().subList(0, 6))
                .allSatisfy(line -> assertThat(line).contains("alive"));
        List<Long> pids = pids(started);
        String master = started.lines().get(1).replaceFirst(".* ", "");
        assertThat(started.output()).contains("--master " + master);
        String servers = started.output().replaceFirst("(?s).*--set '([^']*)'.*", "$1");
        String memory = started.output().replaceFirst("(?s).*--media-driver (\\S+).*", "$1");

        Command.Outcome second = cluster("start", "--port", 0);
        assertThat(second.status()).isEqualTo(2);
        assertThat(second.errorLines()).singleElement().asString().contains("a cluster is there already");

        Results there = run("there", "--master", master, "--media-driver", memory, "--set", servers);
        System.clearProperty(AeronNode.MEDIA_DRIVER);
        Results here = run("here");
        assertThat(there.hashes()).isEqualTo(here.hashes()).hasSize(1);
        assertThat(Results.timeless(there.summary())).isEqualTo(Results.timeless(here.summary()));

        ProcessHandle worker = ProcessHandle.of(pids.get(3)).orElseThrow();
        assertThat(worker.destroyForcibly()).isTrue();
        worker.onExit().join();
        Command.Outcome status = cluster("status");
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.lines()).hasSize(6);
        assertThat(status.lines().get(3)).contains("gone");

        assertThat(cluster("stop").lines()).containsExactly("ended 5 processes");
        assertThat(pids)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
        assertThat(memory()).isEqualTo(before);
        assertThat(cluster("status").lines()).singleElement().asString().startsWith("no cluster");
    }

    private static List<Long> pids(Command.Outcome table) {
        return table.lines().stream()
                .filter(line -> line.contains(" pid "))
                .map(line -> Long.parseLong(line.replaceFirst(".* pid ([0-9]+).*", "$1")))
                .toList();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(cluster("start", "--workers", 0).errorLines())
                .containsExactly("noisescale: --workers must be in [1, 1024], was 0");
        assertThat(cluster("status").status()).isEqualTo(1);
        assertThat(cluster("stop").output()).startsWith("no cluster");
    }
}

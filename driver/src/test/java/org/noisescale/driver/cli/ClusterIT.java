package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
        assertThat(started.output())
                .contains("--master " + master)
                .contains("noisescale cluster stop --state " + temporary.resolve("state"));
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

        List<Long> replaced = killAndCheck(pids);

        assertThat(cluster("stop").lines()).containsExactly("ended 5 processes");
        assertThat(Stream.concat(pids.stream(), replaced.stream()))
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
        assertThat(memory()).isEqualTo(before);
        assertThat(cluster("status").lines()).singleElement().asString().startsWith("no cluster");
    }

    /**
     * A worker that is killed is replaced; a server is not whose keeper is killed with it. Who was there in between.
     */
    private List<Long> killAndCheck(List<Long> pids) {
        kill(ProcessHandle.of(pids.get(3)).orElseThrow());
        awaitAll("alive", 6);
        List<Long> replaced = pids(cluster("status"));
        assertThat(replaced).hasSize(6).doesNotContain(pids.get(3)).containsAll(pids.subList(0, 3));

        ProcessHandle server = ProcessHandle.of(replaced.get(5)).orElseThrow();
        kill(server.parent().orElseThrow());
        kill(server);
        Command.Outcome status = cluster("status");
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.lines().get(5)).contains("gone");
        return replaced;
    }

    private static void kill(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }

    private void awaitAll(String word, int count) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (cluster("status").lines().stream()
                        .filter(line -> line.contains(word))
                        .count()
                < count) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(10_000_000);
        }
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

package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;

/**
 * One server with up to three shards and eight workers in the 64 MB that a container has. What counts is the nominal
 * length of the files: they are sparse, but a file system in memory that is full ends the process that writes to it.
 */
@Timeout(60)
final class SharedMemoryIT {
    private static final long CONTAINER_BYTES = 64L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WORKERS = 8;
    /** Of a large network with ten classes. */
    private static final LongestMessages LONGEST =
            LongestMessages.of(new ChunkPlan(Layouts.ofLengths(List.of(1_000_000))), 10);

    @TempDir
    private Path temporary;

    private final List<AutoCloseable> links = new ArrayList<>();

    @AfterEach
    void close() {
        CloseHelper.closeAll(links);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T keep(T link) {
        links.add(link);
        return link;
    }

    /** All links of a run, as server and client open them; answers when everybody hears everybody. */
    private void connect(AeronNode server, AeronNode workers, RunChannels channels, int shards) {
        AeronSource reports = keep(server.reportSource(channels));
        List<WorkerLinks> ofShards = new ArrayList<>();
        List<AeronSource> ofDriver = new ArrayList<>();
        List<ShardLink> ofWorkers = new ArrayList<>();
        AeronSink verdicts = keep(server.verdictSink(channels, PATIENCE));
        for (int shard = 0; shard < shards; shard++) {
            ofShards.add(keep(server.workerLinks(channels, shard, PATIENCE)));
            keep(server.reportSink(channels, PATIENCE));
        }
        for (int rank = 0; rank < WORKERS; rank++) {
            keep(workers.reportSink(channels, PATIENCE));
            ofDriver.add(keep(workers.verdictSource(channels)));
            for (int shard = 0; shard < shards; shard++) {
                ofWorkers.add(keep(workers.shardLink(channels, shard, new WorkerIdentity(rank, 0), PATIENCE)));
            }
        }
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (reports.senders() < WORKERS + shards
                || !verdicts.isConnected()
                || ofShards.stream().anyMatch(shard -> shard.senders() < WORKERS)
                || ofDriver.stream().anyMatch(source -> !source.isConnected())
                || ofWorkers.stream().anyMatch(link -> !link.isConnected())) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theFolderOfAServerWithRemoteWorkersFits(int shards) throws IOException {
        Path ofServer = temporary.resolve("server");
        RunChannels channels = RunChannels.udp("127.0.0.1", FreePorts.next(), 0).sizedFor(WORKERS, shards, LONGEST);
        keep(StandaloneMediaDriver.start(ofServer));
        keep(StandaloneMediaDriver.start(temporary.resolve("workers")));

        connect(keep(AeronNode.open(ofServer)), keep(AeronNode.open(temporary.resolve("workers"))), channels, shards);

        assertThat(bytes(ofServer)).isBetween(40L << 20, CONTAINER_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theFolderThatAServerShares(int shards) {
        Path shared = temporary.resolve("shared");
        RunChannels channels = RunChannels.ipc(1).sizedFor(WORKERS, shards, LONGEST);
        keep(StandaloneMediaDriver.start(shared));
        AeronNode node = keep(AeronNode.open(shared));

        connect(node, node, channels, shards);

        assertThat(bytes(shared)).isBetween(40L << 20, CONTAINER_BYTES);
    }
}

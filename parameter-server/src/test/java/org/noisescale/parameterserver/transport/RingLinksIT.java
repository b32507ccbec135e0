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
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shard and two workers that share a media driver. */
@Timeout(60)
final class RingLinksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final RunChannels CHANNELS = RunChannels.ipc(1_000);
    private static final WorkerIdentity FIRST = new WorkerIdentity(0, 0);
    private static final WorkerIdentity SECOND = new WorkerIdentity(1, 2);

    private final UnsafeBuffer header = new UnsafeBuffer(new byte[8]);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[64]);

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(10_000);
        }
    }

    private static List<String> ringFiles(AeronNode node) {
        Path folder = Path.of(node.folder(), "rings");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> lengths(ShardLink link, int count) {
        List<Integer> lengths = new ArrayList<>();
        await(() -> {
            link.poll((buffer, offset, length) -> lengths.add(length), 10);
            return lengths.size() >= count;
        });
        return lengths;
    }

    @Test
    void chunksPassThroughRingsThatNobodyFindsAnyMore() {
        try (AeronNode node = AeronNode.open();
                WorkerLinks shard = node.workerLinks(CHANNELS, 0, PATIENCE);
                ShardLink first = node.shardLink(CHANNELS, 0, FIRST, PATIENCE);
                ShardLink second = node.shardLink(CHANNELS, 0, SECOND, PATIENCE)) {
            List<Integer> pushes = new ArrayList<>();
            assertThat(ringFiles(node))
                    .containsExactly(
                            "1001-0-0-parameters", "1001-0-0-pushes", "1001-1-2-parameters", "1001-1-2-pushes");

            shard.add(0, 0);
            shard.add(1, 2);
            first.settle();
            second.settle();
            first.send(header, 8, scratch, 0, 16);
            second.send(header, 8, scratch, 0, 32);
            shard.send(header, 8, new float[3], scratch);

            assertThat(ringFiles(node)).isEmpty();
            shard.poll((buffer, offset, length) -> pushes.add(length), 10);
            assertThat(pushes).containsExactlyInAnyOrder(24, 40);
            assertThat(lengths(first, 1)).containsExactly(20);
            assertThat(lengths(second, 1)).containsExactly(20);
        }
    }

    @Test
    void whoBringsNoRingsIsServedByTheStream() {
        try (AeronNode node = AeronNode.open();
                WorkerLinks shard = node.workerLinks(CHANNELS, 0, PATIENCE);
                AeronSource stream = node.parametersSource(CHANNELS, 0)) {
            List<Integer> parameters = new ArrayList<>();
            await(stream::isConnected);

            shard.add(0, 0);
            shard.send(header, 8, new float[3], scratch);

            await(() -> stream.poll((buffer, offset, length) -> parameters.add(length), 10) > 0);
            assertThat(parameters).containsExactly(20);
        }
    }

    @Test
    void whatIsNoChunkOrTooLongPassesThroughStreams() {
        UnsafeBuffer large = new UnsafeBuffer(new byte[100_000]);
        try (AeronNode node = AeronNode.open();
                WorkerLinks shard = node.workerLinks(CHANNELS, 0, PATIENCE);
                ShardLink worker = node.shardLink(CHANNELS, 0, FIRST, PATIENCE)) {
            List<Integer> pushes = new ArrayList<>();

            worker.send(header, 8, scratch, 0, 0);
            worker.send(header, 8, large, 0, 100_000);
            await(() -> {
                shard.poll((buffer, offset, length) -> pushes.add(length), 10);
                return pushes.size() >= 2;
            });
            shard.send(header, 8, large, 0, 5);

            assertThat(pushes).containsExactly(8, 100_008);
            assertThat(lengths(worker, 1)).containsExactly(13);
        }
    }

    @Test
    void overUdpThereAreNoRings() {
        RunChannels channels = RunChannels.udp("127.0.0.1", FreePorts.next(), 1_000);
        try (AeronNode node = AeronNode.open();
                ShardLink worker = node.shardLink(channels, 0, FIRST, PATIENCE)) {
            worker.settle();

            assertThat(ringFiles(node)).isEmpty();
        }
    }
}

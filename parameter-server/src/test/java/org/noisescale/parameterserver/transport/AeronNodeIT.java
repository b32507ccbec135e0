package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.RunAbortedException;

@Timeout(30)
final class AeronNodeIT {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread ->
                        thread.getName().contains("aeron") || thread.getName().contains("driver"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    @Test
    void allOfAJvmShareOneDriverThatGoesWithItsLastUser() {
        Set<Long> before = threads();
        AeronNode first = AeronNode.open();
        AeronNode second = AeronNode.open();
        File folder = new File(first.folder());

        assertThat(second.folder()).isEqualTo(first.folder());
        first.close();
        first.close();
        assertThat(folder).exists();

        second.close();
        assertThat(folder).doesNotExist();
        assertThat(threads()).isEqualTo(before);
    }

    @Test
    void anotherDriverStartsAfterTheLastUser() {
        AeronNode.open().close();

        try (AeronNode node = AeronNode.open()) {
            assertThat(new File(node.folder())).exists();
        }
    }

    @Test
    void allStreamsOfAServerArriveAtOnePort() {
        RunChannels channels = RunChannels.udp("127.0.0.1", FreePorts.next(), 0);
        try (AeronNode node = AeronNode.open();
                AeronSource first = node.parametersSource(channels, 0);
                AeronSource second = node.parametersSource(channels, 1);
                Aeron observer = Aeron.connect(new Aeron.Context().aeronDirectoryName(node.folder()))) {
            List<String> ports = new ArrayList<>();

            observer.countersReader().forEach((counter, type, key, label) -> {
                if (type == AeronCounters.DRIVER_RECEIVE_CHANNEL_STATUS_TYPE_ID) {
                    ports.add(label);
                }
            });

            assertThat(ports).hasSize(1);
            assertThat(first.isConnected() || second.isConnected()).isFalse();
        }
    }

    @Test
    void whatNobodyReceivesEndsWithTheWaitLimit() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
        try (AeronNode node = AeronNode.open();
                AeronSink sink = node.pushSink(RunChannels.ipc(1), 3, SHORT)) {
            assertThatThrownBy(() -> sink.send(message, 8, message, 0, 0))
                    .isInstanceOf(RunAbortedException.class)
                    .hasMessage("could not send to shard 3 within 300 ms (NOT_CONNECTED)");
        }
    }

    @Test
    void aClosedConnectionEndsAtOnce() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
        try (AeronNode node = AeronNode.open()) {
            AeronSink sink = node.pushSink(RunChannels.ipc(1), 3, Duration.ofHours(1));
            sink.close();

            assertThatThrownBy(() -> sink.send(message, 8, message, 0, 0))
                    .isInstanceOf(RunAbortedException.class)
                    .hasMessage("the connection to shard 3 is closed (CLOSED)");
        }
    }

    @Test
    void worksWhileItWaits() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
        int[] turns = new int[1];
        try (AeronNode node = AeronNode.open();
                AeronSink sink = node.pushSink(RunChannels.ipc(1), 3, SHORT)) {
            sink.whileWaiting(() -> ++turns[0]);

            assertThatThrownBy(() -> sink.send(message, 8, message, 0, 0)).isInstanceOf(RunAbortedException.class);
        }
        assertThat(turns[0]).isPositive();
    }

    @Test
    void whatAHandlerThrowsReachesThePoller() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
        RunChannels channels = RunChannels.ipc(1);
        try (AeronNode node = AeronNode.open();
                AeronSource source = node.pushSource(channels, 0);
                AeronSink sink = node.pushSink(channels, 0, Duration.ofSeconds(10))) {
            sink.send(message, 8, message, 0, 0);
            sink.send(message, 4, message, 0, 0);
            int[] lengths = new int[2];

            assertThatThrownBy(() -> pollUntilOneArrives(source, (buffer, offset, length) -> {
                        throw new IllegalStateException("cannot");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            pollUntilOneArrives(source, (buffer, offset, length) -> lengths[0] = length);

            assertThat(lengths[0]).isEqualTo(4);
        }
    }

    private static void pollUntilOneArrives(AeronSource source, FrameHandler handler) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (source.poll(handler, 1) == 0) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    @Test
    void aMessageLongerThanAFragmentArrivesWhole() {
        UnsafeBuffer header = new UnsafeBuffer(new byte[100]);
        UnsafeBuffer body = new UnsafeBuffer(new byte[100_000]);
        body.putInt(99_996, 77);
        RunChannels channels = RunChannels.ipc(1);
        try (AeronNode node = AeronNode.open();
                AeronSource source = node.pushSource(channels, 0);
                AeronSink sink = node.pushSink(channels, 0, Duration.ofSeconds(10))) {
            int[] seen = new int[2];

            sink.send(header, 100, body, 0, 100_000);
            for (int fragments = 0; seen[0] == 0 && fragments < 10; fragments++) {
                pollUntilOneArrives(source, (buffer, offset, length) -> {
                    seen[0] = length;
                    seen[1] = buffer.getInt(offset + length - 4);
                });
            }

            assertThat(seen).containsExactly(100_100, 77);
        }
    }
}

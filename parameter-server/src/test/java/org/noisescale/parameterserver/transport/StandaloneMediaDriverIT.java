package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.protocol.RunAbortedException;

@Timeout(60)
final class StandaloneMediaDriverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("driver");
    }

    @Test
    void connectsAllWhoAreToldItsFolderAndOutlivesThem() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
        RunChannels channels = RunChannels.ipc(1);
        int[] received = new int[1];
        try (StandaloneMediaDriver driver = StandaloneMediaDriver.start(folder())) {
            assertThat(StandaloneMediaDriver.runsIn(folder())).isTrue();
            try (AeronNode node = AeronNode.open(folder());
                    AeronNode second = AeronNode.open(folder().resolve("../driver"));
                    AeronSource source = second.pushSource(channels, 0);
                    AeronSink sink = node.pushSink(channels, 0, PATIENCE)) {
                assertThat(second.folder()).isEqualTo(node.folder()).isEqualTo(folder().toString());
                sink.send(message, 8, message, 0, 0);
                long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
                while (source.poll((buffer, offset, length) -> received[0] = length, 1) == 0) {
                    assertThat(System.nanoTime()).isLessThan(deadlineNs);
                    LockSupport.parkNanos(1_000);
                }
            }
            assertThat(received[0]).isEqualTo(8);
            assertThat(StandaloneMediaDriver.runsIn(folder())).isTrue();
            assertThat(driver).isNotNull();
        }
        assertThat(folder()).doesNotExist();
    }

    @Test
    void isNotStartedTwiceInTheSameFolder() {
        try (StandaloneMediaDriver driver = StandaloneMediaDriver.start(folder())) {
            assertThatThrownBy(() -> StandaloneMediaDriver.start(folder()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a media driver is running in " + folder());
            assertThat(driver).isNotNull();
        }
    }

    @Test
    void aJvmThatIsToldAFolderWithoutADriverSaysSoAtOnce() {
        assertThatThrownBy(() -> AeronNode.open(folder()))
                .isInstanceOf(RunAbortedException.class)
                .hasMessage("no media driver is running in " + folder());
        assertThat(folder()).doesNotExist();
    }

    @Test
    void itsEndClosesTheConnectionsOfItsClients() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);
        StandaloneMediaDriver driver = StandaloneMediaDriver.start(folder());
        try (AeronNode node = AeronNode.open(folder());
                AeronSink sink = node.pushSink(RunChannels.ipc(1), 0, PATIENCE)) {
            driver.close();
            long beganNs = System.nanoTime();

            assertThatThrownBy(() -> sink.send(message, 8, message, 0, 0))
                    .isInstanceOf(RunAbortedException.class)
                    .hasMessage("the connection to shard 0 is closed (CLOSED)");
            assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(Duration.ofSeconds(3));
            while (!node.isLost()) {
                assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(Duration.ofSeconds(3));
                LockSupport.parkNanos(1_000_000);
            }
            assertThatThrownBy(() -> node.pushSource(RunChannels.ipc(1), 0))
                    .isInstanceOf(RunAbortedException.class)
                    .hasMessage("the media driver in " + folder() + " is gone");
            joinsTheNextOne();
        }
        assertThat(folder()).doesNotExist();
    }

    /** While somebody still holds a share in the one before. */
    private void joinsTheNextOne() {
        try (StandaloneMediaDriver next = StandaloneMediaDriver.start(folder());
                AeronNode node = AeronNode.open(folder());
                AeronNode second = AeronNode.open(folder())) {
            assertThat(node.folder()).isEqualTo(next.folder().toString());
            assertThat(second.isLost()).isFalse();
        }
    }
}

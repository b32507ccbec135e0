package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says last arrives before its media driver ends. */
@Timeout(60)
final class LastWordsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(3);
    /** A second address of this machine; Linux has all of 127.0.0.0/8 on the loopback interface. */
    private static final String FRONT = "127.0.0.2";
    /** The words and, should one come between, a sign of life. */
    private static final int LOST = 2;

    private final UnsafeBuffer words = new UnsafeBuffer(new byte[8]);
    private final int port = FreePorts.next();
    private final RunChannels behind = RunChannels.udp("127.0.0.1", port, 1);
    private final RunChannels before = RunChannels.udp(FRONT, port, 1);

    @TempDir
    private Path temporary;

    private LossyLink link() {
        InetSocketAddress party = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new LossyLink(FRONT, party, new LossyLink.Quality(0, Duration.ofMillis(5), 1));
    }

    /** Looks once in a while until something comes. */
    private static int await(AeronSource source) {
        int[] received = new int[1];
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (received[0] == 0 && System.nanoTime() - deadlineNs < 0) {
            source.poll((buffer, offset, length) -> received[0] += length, 1);
            LockSupport.parkNanos(1_000_000);
        }
        return received[0];
    }

    @Test
    void arriveAlthoughTheyAreLostOnTheWayAtFirst() throws InterruptedException {
        try (LossyLink link = link();
                StandaloneMediaDriver driver = StandaloneMediaDriver.start(temporary.resolve("driver"));
                AeronNode driverNode = AeronNode.open(temporary.resolve("driver"));
                AeronSource reports = driverNode.reportSource(behind)) {
            Thread worker = new Thread(() -> {
                try (AeronNode node = AeronNode.open();
                        AeronSink sink = node.reportSink(before, PATIENCE)) {
                    sink.send(words, 8, words, 0, 0);
                    link.loseNext(LOST);
                    sink.send(words, 8, words, 0, 0);
                    node.closeDelivered(List.of(sink));
                }
            });
            worker.start();
            assertThat(await(reports)).isEqualTo(8);

            assertThat(await(reports)).isEqualTo(8);

            worker.join();
            assertThat(link.end()[1]).isEqualTo(LOST);
            assertThat(driver).isNotNull();
        }
    }

    @Test
    void areNotWaitedForWhereNobodyListens() {
        long beganNs = System.nanoTime();
        try (AeronNode node = AeronNode.open();
                AeronSink sink = node.reportSink(behind, PATIENCE)) {
            node.closeDelivered(List.of(sink));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(SOON);
    }

    @Test
    void areNotWaitedForLongWhereSomebodyHasFallenSilent() {
        long beganNs;
        try (LossyLink link = link();
                StandaloneMediaDriver driver = StandaloneMediaDriver.start(temporary.resolve("driver"));
                AeronNode driverNode = AeronNode.open(temporary.resolve("driver"));
                AeronSource reports = driverNode.reportSource(behind)) {
            try (AeronNode node = AeronNode.open();
                    AeronSink sink = node.reportSink(before, PATIENCE)) {
                sink.send(words, 8, words, 0, 0);
                assertThat(await(reports)).isEqualTo(8);
                link.loseNext(Integer.MAX_VALUE);
                sink.send(words, 8, words, 0, 0);
                node.closeDelivered(List.of(sink));
                beganNs = System.nanoTime();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(SOON);
            assertThat(driver).isNotNull();
        }
    }
}

package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** Two mappings of one file, as two processes have them. */
@Timeout(30)
final class ChunkRingTest {
    private static final int RING = 1 << 19;
    private static final int BYTES = 32 << 10;
    private static final int ROUNDS = 1_000;
    private static final int LIMIT = 100;

    @TempDir
    private Path folder;

    private final UnsafeBuffer header = new UnsafeBuffer(new byte[8]);
    private final UnsafeBuffer body = new UnsafeBuffer(new byte[BYTES]);
    private ChunkRing created;
    private ChunkRing opened;
    private Patience patience;
    private RingSink sink;
    private RingSource source;

    @BeforeEach
    void map() {
        Path file = folder.resolve("new").resolve("ring");
        assertThat(ChunkRing.exists(file)).isFalse();
        created = ChunkRing.create(file, RING);
        assertThat(ChunkRing.exists(file)).isTrue();
        opened = ChunkRing.open(file);
        patience = new Patience(Duration.ofMillis(50), "worker 3");
        sink = new RingSink(created, patience);
        source = new RingSource(opened);
    }

    @AfterEach
    void unmap() {
        created.close();
        opened.close();
    }

    @Test
    void whatGoesInComesOutOnceInOrderAndWithTheSameBytes() {
        Random random = new Random(1);
        List<byte[]> sent = new ArrayList<>();
        List<byte[]> received = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = random.nextInt(4); i > 0; i--) {
                byte[] message = new byte[8 + random.nextInt(BYTES + 1)];
                random.nextBytes(message);
                sent.add(message);
                sink.send(new UnsafeBuffer(message), 8, new UnsafeBuffer(message), 8, message.length - 8);
            }
            source.poll((buffer, offset, length) -> received.add(copy(buffer, offset, length)), LIMIT);
        }

        assertThat(received).hasSameSizeAs(sent).hasSizeGreaterThan(ROUNDS);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i)).isEqualTo(sent.get(i));
        }
    }

    private static byte[] copy(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    @Test
    void floatsAreWrittenAsTheirBytes() {
        float[] values = {1.5f, -0f, Float.NaN, Float.MIN_VALUE};
        List<byte[]> received = new ArrayList<>();

        sink.send(header, header.capacity(), values, body);
        source.poll((buffer, offset, length) -> received.add(copy(buffer, offset, length)), LIMIT);

        UnsafeBuffer message = new UnsafeBuffer(received.get(0));
        assertThat(message.capacity()).isEqualTo(8 + 4 * Float.BYTES);
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToRawIntBits(message.getFloat(8 + i * Float.BYTES)))
                    .isEqualTo(Float.floatToRawIntBits(values[i]));
        }
    }

    private void send() {
        sink.send(header, header.capacity(), body, 0, BYTES);
    }

    private int fill() {
        int count = 0;
        try {
            for (; ; count++) {
                send();
            }
        } catch (RunAbortedException full) {
            assertThat(full).hasMessage("could not send to worker 3 within 50 ms (it does not read its shared memory)");
        }
        return count;
    }

    @Test
    void aSenderWithoutRoomGivesUpAfterItsLimitAndNamesTheReceiver() {
        assertThat(fill()).isBetween(8, 16);
    }

    @Test
    void aSenderWithoutRoomWorksUntilThereIsSomeAndItsWaitIsCounted() {
        int count = fill();
        int[] received = new int[1];
        patience.whileWaiting(() -> source.poll((buffer, offset, length) -> received[0]++, 1));

        send();

        assertThat(received[0]).isBetween(1, count);
        assertThat(patience.waits().count()).isEqualTo(1);
    }

    @Test
    void aSenderThatIsInterruptedStopsWaiting() {
        fill();
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::send)
                .isInstanceOf(RunAbortedException.class)
                .hasMessage("interrupted while sending to worker 3");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aMessageOfMoreThanAnEighthIsForTheStream() {
        assertThat(sink.takes(64 << 10)).isTrue();
        assertThat(sink.takes((64 << 10) + 1)).isFalse();
    }

    @Test
    void worksOnWithoutItsName() {
        int[] received = new int[1];

        created.unlink();
        opened.unlink();
        send();
        source.poll((buffer, offset, length) -> received[0] = length, 1);

        assertThat(folder.resolve("new")).isEmptyDirectory();
        assertThat(received[0]).isEqualTo(8 + BYTES);
    }

    @Test
    void aFileOfAnotherLengthIsNoRing() throws IOException {
        Path file = folder.resolve("short");
        Files.write(file, new byte[100]);

        assertThat(ChunkRing.exists(file)).isFalse();
    }

    @Test
    void saysWhereThereIsNoRoomForIt() {
        Path file = folder.resolve("new").resolve("ring");

        assertThatThrownBy(() -> ChunkRing.create(file, RING))
                .isInstanceOf(RunAbortedException.class)
                .hasMessageStartingWith("could not create the shared memory " + file + ": ");
    }
}

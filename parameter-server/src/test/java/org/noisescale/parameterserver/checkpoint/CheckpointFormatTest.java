package org.noisescale.parameterserver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.shard.ShardState;

final class CheckpointFormatTest {
    private static final CheckpointLabel LABEL = new CheckpointLabel(States.RUN, 1, 3, 500);
    private static final byte[] SMALL = encode(LABEL, States.of(1, 500, 5, 3));

    private static byte[] encode(CheckpointLabel label, ShardState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new CheckpointEncoder(label, state).writeTo(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static ShardState decode(CheckpointLabel expected, byte[] bytes) throws IOException {
        return new CheckpointDecoder(expected, Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length)
                .read();
    }

    @Test
    void theBytesAreThoseThatAreWrittenDown() {
        ShardState state = new ShardState(new int[] {2, 1});
        state.chunk(0)[0] = 1;
        state.chunk(0)[1] = -2;
        state.chunk(1)[0] = Float.NaN;

        String head = HexFormat.of().formatHex("NOISECKP".getBytes(StandardCharsets.US_ASCII)) + "01000000" + "01000000"
                + "03000000" + "02000000" + "f401000000000000" + States.RUN;
        String body = "02000000" + "01000000" + "0000803f" + "000000c0" + "0000c07f";
        assertThat(HexFormat.of().formatHex(encode(LABEL, state)))
                .startsWith(head + body)
                .hasSize(2 * (64 + 8 + 12 + 4));
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.frequencyOf(
                        Tuple.of(9, Arbitraries.integers().between(0, 50)),
                        Tuple.of(1, Arbitraries.integers().between(60_000, 140_000)))
                .list()
                .ofMaxSize(5);
    }

    @Property(tries = 100, seed = "1")
    void whatIsReadIsWhatWasWritten(@ForAll("lengths") List<Integer> lengths) throws IOException {
        ShardState state =
                States.of(1, 500, lengths.stream().mapToInt(Integer::intValue).toArray());

        byte[] bytes = encode(LABEL, state);

        assertThat(bytes).hasSize((int) CheckpointFormat.fileBytes(lengths.size(), state.valueCount()));
        assertThat(States.equal(decode(LABEL, bytes), state)).isTrue();
    }

    @Property(tries = 2000, seed = "2")
    void anyChangedByteIsNoticed(
            @ForAll @IntRange(max = 1 << 20) int place, @ForAll @IntRange(min = 1, max = 255) int x) {
        byte[] damaged = SMALL.clone();
        damaged[place % damaged.length] ^= (byte) x;

        assertThatThrownBy(() -> decode(LABEL, damaged)).isInstanceOf(DamagedCheckpointException.class);
    }

    @Test
    void anyTruncationAndAnythingBehindTheEndIsNoticed() {
        for (int length = 0; length < SMALL.length; length++) {
            byte[] cut = Arrays.copyOf(SMALL, length);
            assertThatThrownBy(() -> decode(LABEL, cut)).isInstanceOf(DamagedCheckpointException.class);
        }
        byte[] longer = Arrays.copyOf(SMALL, SMALL.length + 1);
        assertThatThrownBy(() -> decode(LABEL, longer))
                .isInstanceOf(DamagedCheckpointException.class)
                .hasMessage("has 109 bytes where 108 belong");
    }

    @Test
    void aFileOfAnotherRunShardOrStepIsRefusedBySayingWhatItIs() {
        String other = "f".repeat(64);

        assertThatThrownBy(() -> decode(new CheckpointLabel(other, 1, 3, 500), SMALL))
                .hasMessage("belongs to another run");
        assertThatThrownBy(() -> decode(new CheckpointLabel(States.RUN, 0, 3, 500), SMALL))
                .hasMessage("is shard 1 of 3");
        assertThatThrownBy(() -> decode(new CheckpointLabel(States.RUN, 1, 4, 500), SMALL))
                .hasMessage("is shard 1 of 3");
        assertThatThrownBy(() -> decode(new CheckpointLabel(States.RUN, 1, 3, 501), SMALL))
                .hasMessage("is of step 500");
    }
}

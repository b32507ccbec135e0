package org.noisescale.parameterserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** Twenty values: ten chunks of two. */
final class ParameterReceiverTest {
    private final UnsafeBuffer parameters = new UnsafeBuffer(new byte[80]);
    private final ParameterReceiver receiver = new ParameterReceiver(new ChunkPlan(Layouts.ofLength(20)), parameters);

    private void receive(long version, int chunk, float... values) {
        UnsafeBuffer message = new UnsafeBuffer(new byte[100]);
        FloatBytes.write(message, 7, values, values.length);
        receiver.onParameters(version, chunk, message, 7, values.length * Float.BYTES);
    }

    private void receiveAll(long version) {
        for (int chunk = 0; chunk < 10; chunk++) {
            receive(version, chunk, (float) version, chunk);
        }
    }

    private float[] held() {
        float[] values = new float[20];
        FloatBytes.read(parameters, 0, values, 20);
        return values;
    }

    @Test
    void putsEachChunkInItsPlace() {
        receive(0, 9, 1, 2);
        receive(0, 0, 3, 4);

        assertThat(held()).startsWith(3, 4, 0, 0).endsWith(0, 0, 1, 2);
    }

    @Test
    void isCompleteWhenEveryChunkHasTheAwaitedVersion() {
        receiveAll(0);
        assertThat(receiver.isComplete()).isTrue();

        receiver.await(1);
        assertThat(receiver.isComplete()).isFalse();
        receiveAll(1);
        assertThat(receiver.isComplete()).isTrue();
    }

    @Test
    void countsChunksThatArriveBeforeTheyAreAwaited() {
        receiveAll(0);
        receive(1, 3, 5, 5);

        receiver.await(1);
        assertThat(receiver.firstMissing()).isZero();
        receive(1, 0, 5, 5);
        receive(1, 1, 5, 5);
        receive(1, 2, 5, 5);

        assertThat(receiver.firstMissing()).isEqualTo(4);
    }

    @Test
    void ignoresAnOlderVersion() {
        receive(1, 0, 1, 1);
        receive(0, 0, 9, 9);
        receive(1, 0, 9, 9);

        assertThat(held()).startsWith(1, 1);
    }

    @Test
    void ignoresAVersionThatCannotBeThereYet() {
        receive(2, 0, 9, 9);
        receive(Long.MAX_VALUE, 0, 9, 9);

        assertThat(held()).containsOnly(0);
        receiver.await(1);
        receive(2, 0, 1, 1);
        assertThat(held()).startsWith(1, 1);
    }

    @Test
    void ignoresChunksThatCannotBe() {
        receive(0, 10, 9, 9);
        receive(0, -1, 9, 9);
        receive(0, 0, 9);
        receive(0, 0, 9, 9, 9);

        assertThat(held()).containsOnly(0);
        assertThat(receiver.firstMissing()).isZero();
    }

    @Test
    void aStopEndsTheWait() {
        assertThatThrownBy(() -> receiver.onStop("enough"))
                .isInstanceOf(RunAbortedException.class)
                .hasMessage("enough");
    }
}

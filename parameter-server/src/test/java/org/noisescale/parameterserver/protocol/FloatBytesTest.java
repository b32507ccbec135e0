package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class FloatBytesTest {
    private final UnsafeBuffer onHeap = new UnsafeBuffer(new byte[16]);
    private final UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(16));

    @Test
    void writesLittleEndian() {
        FloatBytes.write(direct, 4, new float[] {1.5f, -3}, 2);

        assertThat(direct.getFloat(4, ByteOrder.LITTLE_ENDIAN)).isEqualTo(1.5f);
        assertThat(direct.getFloat(8, ByteOrder.LITTLE_ENDIAN)).isEqualTo(-3);
        assertThat(direct.getFloat(12, ByteOrder.LITTLE_ENDIAN)).isZero();
    }

    @Test
    void readsWhatItWroteFromAnyMemory() {
        float[] floats = new float[3];
        double[] doubles = new double[1];
        FloatBytes.write(onHeap, 1, new float[] {1, 2}, 2);
        direct.putDouble(3, 7.25, ByteOrder.LITTLE_ENDIAN);

        FloatBytes.read(onHeap, 1, floats, 2);
        FloatBytes.read(direct, 3, doubles, 1);

        assertThat(floats).containsExactly(1, 2, 0);
        assertThat(doubles).containsExactly(7.25);
    }

    @Test
    void refusesToReachBeyondTheBuffer() {
        assertThatThrownBy(() -> FloatBytes.read(direct, 13, new float[4], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FloatBytes.read(direct, 0, new double[4], 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FloatBytes.write(direct, -1, new float[4], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesToReachBeyondTheArray() {
        assertThatThrownBy(() -> FloatBytes.read(direct, 0, new float[1], 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FloatBytes.read(direct, 0, new float[1], -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}

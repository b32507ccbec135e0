package org.noisescale.parameterserver.protocol;

import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/** Bulk copies between arrays of numbers and message bytes, which are little-endian like every machine we run on. */
public final class FloatBytes {
    private static final long FLOATS = UnsafeApi.arrayBaseOffset(float[].class);
    private static final long DOUBLES = UnsafeApi.arrayBaseOffset(double[].class);

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("this machine is big-endian; the protocol copies little-endian memory");
        }
    }

    private FloatBytes() {}

    /** Copies {@code count} floats that begin at byte {@code index} to the front of {@code target}. */
    public static void read(DirectBuffer buffer, int index, float[] target, int count) {
        read(buffer, index, target, 0, count);
    }

    /** Copies {@code count} floats that begin at byte {@code index} to {@code target} from {@code from} on. */
    public static void read(DirectBuffer buffer, int index, float[] target, int from, int count) {
        Objects.checkFromIndexSize(from, count, target.length);
        buffer.boundsCheck(index, count * Float.BYTES);
        UnsafeApi.copyMemory(
                buffer.byteArray(),
                buffer.addressOffset() + index,
                target,
                FLOATS + (long) from * Float.BYTES,
                (long) count * Float.BYTES);
    }

    /** Copies {@code count} doubles that begin at byte {@code index} to the front of {@code target}. */
    public static void read(DirectBuffer buffer, int index, double[] target, int count) {
        check(target.length, count);
        buffer.boundsCheck(index, count * Double.BYTES);
        UnsafeApi.copyMemory(
                buffer.byteArray(), buffer.addressOffset() + index, target, DOUBLES, (long) count * Double.BYTES);
    }

    /** Copies the first {@code count} floats of {@code source} to byte {@code index}. */
    public static void write(MutableDirectBuffer buffer, int index, float[] source, int count) {
        check(source.length, count);
        buffer.boundsCheck(index, count * Float.BYTES);
        UnsafeApi.copyMemory(
                source, FLOATS, buffer.byteArray(), buffer.addressOffset() + index, (long) count * Float.BYTES);
    }

    /** Copies {@code count} floats of {@code source} from {@code from} on to byte {@code index}. */
    public static void write(MutableDirectBuffer buffer, int index, float[] source, int from, int count) {
        Objects.checkFromIndexSize(from, count, source.length);
        buffer.boundsCheck(index, count * Float.BYTES);
        UnsafeApi.copyMemory(
                source,
                FLOATS + (long) from * Float.BYTES,
                buffer.byteArray(),
                buffer.addressOffset() + index,
                (long) count * Float.BYTES);
    }

    private static void check(int length, int count) {
        if (count < 0 || count > length) {
            throw new IndexOutOfBoundsException("count " + count + " of an array of " + length);
        }
    }
}

package org.noisescale.parameterserver.control;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;

/** Writes the parts of a plan one after the other. */
final class PlanWriter {
    private static final ByteOrder ORDER = ByteOrder.BIG_ENDIAN;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 12);
    private int position;

    byte[] bytes() {
        byte[] bytes = new byte[position];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    void putByte(byte value) {
        buffer.putByte(position, value);
        position += Byte.BYTES;
    }

    void putInt(int value) {
        buffer.putInt(position, value, ORDER);
        position += Integer.BYTES;
    }

    private void putLong(long value) {
        buffer.putLong(position, value, ORDER);
        position += Long.BYTES;
    }

    /** A value that has no parts; throws {@link IllegalStateException} if a plan may not have it. */
    void put(Class<?> type, Object value) {
        if (value instanceof Integer number) {
            putInt(number);
        } else if (value instanceof Long number) {
            putLong(number);
        } else if (value instanceof Double number) {
            putLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean truth) {
            putByte((byte) (truth ? 1 : 0));
        } else if (type.isEnum()) {
            putInt(Arrays.asList(type.getEnumConstants()).indexOf(value));
        } else if (value instanceof String text) {
            putText(text);
        } else {
            throw new IllegalStateException("a plan may not have a " + type);
        }
    }

    private void putText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        buffer.putBytes(position, bytes);
        position += bytes.length;
    }
}

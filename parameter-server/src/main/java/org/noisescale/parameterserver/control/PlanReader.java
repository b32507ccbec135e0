package org.noisescale.parameterserver.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the parts of a plan one after the other; throws {@link IllegalArgumentException} where they are not there. */
final class PlanReader {
    /** How deep a plan may be nested: none of ours is half as deep. */
    private static final int DEPTH_MAX = 32;

    private final ByteBuffer bytes;
    private int depth;

    PlanReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Goes one level deeper. */
    void enter() {
        depth++;
        require(depth <= DEPTH_MAX, "is nested too deeply");
    }

    void leave() {
        depth--;
    }

    /** The length of a list, each of whose elements takes a byte at least. */
    int count() {
        int count = getInt();
        require(count >= 0 && count <= bytes.remaining(), "has a list of " + count);
        return count;
    }

    /** A number in [0, size). */
    int index(int size) {
        int index = getInt();
        require(index >= 0 && index < size, "chooses " + index + " of " + size);
        return index;
    }

    void requireMark(byte mark) {
        requireBytes(Byte.BYTES);
        require(bytes.get() == mark, "lacks a record");
    }

    void requireEnd() {
        require(bytes.remaining() == 0, "has " + bytes.remaining() + " bytes too many");
    }

    /** A value that has no parts. */
    Object get(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return getInt();
        }
        if (type == long.class || type == Long.class) {
            return getLong();
        }
        if (type == double.class || type == Double.class) {
            return Double.longBitsToDouble(getLong());
        }
        if (type == boolean.class) {
            return getBoolean();
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[index(constants.length)];
        }
        if (type == String.class) {
            return getText();
        }
        throw new IllegalStateException("a plan may not have a " + type);
    }

    private int getInt() {
        requireBytes(Integer.BYTES);
        return bytes.getInt();
    }

    private long getLong() {
        requireBytes(Long.BYTES);
        return bytes.getLong();
    }

    private boolean getBoolean() {
        requireBytes(Byte.BYTES);
        byte value = bytes.get();
        require(value == 0 || value == 1, "has a truth of " + value);
        return value == 1;
    }

    private String getText() {
        byte[] text = new byte[count()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void requireBytes(int count) {
        require(bytes.remaining() >= count, "ends early");
    }

    private static void require(boolean fulfilled, String trouble) {
        if (!fulfilled) {
            throw new IllegalArgumentException("the plan " + trouble);
        }
    }
}

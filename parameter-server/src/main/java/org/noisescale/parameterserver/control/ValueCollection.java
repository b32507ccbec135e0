package org.noisescale.parameterserver.control;

import java.nio.ByteOrder;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;

/** Puts pieces of floats, which arrive in order, into their part of a vector. */
final class ValueCollection {
    private final float[] vector;
    private final OpenPlan.Span span;
    private int received;

    ValueCollection(float[] vector, OpenPlan.Span span) {
        this.vector = vector;
        this.span = span;
    }

    /** Takes a piece; throws {@link IllegalArgumentException} if it is not the next one. */
    void add(Bytes bytes) {
        int length = span.length() * Float.BYTES;
        boolean next =
                bytes.offset() == received && bytes.length() % Float.BYTES == 0 && bytes.length() <= length - received;
        if (!next) {
            throw new IllegalArgumentException("parameters must go on at byte " + received + " of " + length
                    + ", came at " + bytes.offset() + " with " + bytes.length());
        }
        int first = span.offset() + received / Float.BYTES;
        for (int i = 0; i < bytes.length() / Float.BYTES; i++) {
            vector[first + i] = bytes.buffer().getFloat(bytes.index() + i * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        received += bytes.length();
    }

    boolean isComplete() {
        return received == span.length() * Float.BYTES;
    }

    float[] vector() {
        return vector;
    }
}

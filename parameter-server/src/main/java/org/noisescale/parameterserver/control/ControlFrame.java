package org.noisescale.parameterserver.control;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.HelloDecoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderDecoder;
import org.noisescale.parameterserver.protocol.codec.RefusalDecoder;

/** A received message: what it is, and whether it is whole. */
final class ControlFrame {
    /** Answer for bytes that are not a message that we can read. */
    static final int FOREIGN = -1;

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private DirectBuffer frame = header.buffer();
    private int start;
    private int size;

    /** The template of a message of our version, or of one whose layout is the same in all versions. */
    int wrap(DirectBuffer buffer, int offset, int length) {
        if (length < HEADER) {
            return FOREIGN;
        }
        header.wrap(buffer, offset);
        frame = buffer;
        start = offset;
        size = length;
        int template = header.templateId();
        boolean readable = header.version() == MessageHeaderDecoder.SCHEMA_VERSION
                || template == HelloDecoder.TEMPLATE_ID
                || template == RefusalDecoder.TEMPLATE_ID;
        return readable && header.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? template : FOREIGN;
    }

    /** The version of whoever sent it. */
    int version() {
        return header.version();
    }

    DirectBuffer buffer() {
        return frame;
    }

    /** Where the fixed part begins. */
    int block() {
        return start + HEADER;
    }

    /** Whether it consists of a fixed part of so many bytes. */
    boolean isFixed(int blockLength) {
        return header.blockLength() == blockLength && size == HEADER + blockLength;
    }

    /** Whether it consists of a fixed part of so many bytes and one variable part. */
    boolean isVariable(int blockLength) {
        int fixed = HEADER + blockLength + Integer.BYTES;
        return header.blockLength() == blockLength
                && size >= fixed
                && frame.getInt(start + fixed - Integer.BYTES, ByteOrder.LITTLE_ENDIAN) == size - fixed;
    }

    /** Where the variable part begins. */
    int data(int blockLength) {
        return start + HEADER + blockLength + Integer.BYTES;
    }

    /** How long it is. */
    int dataLength(int blockLength) {
        return size - HEADER - blockLength - Integer.BYTES;
    }

    /** The variable part as a text. */
    String text(int blockLength) {
        byte[] bytes = new byte[dataLength(blockLength)];
        frame.getBytes(data(blockLength), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

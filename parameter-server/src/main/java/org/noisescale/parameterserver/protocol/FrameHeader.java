package org.noisescale.parameterserver.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.GroupSizeEncodingDecoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderDecoder;

/** The first bytes of every message: what it is, and of which version of the protocol. */
final class FrameHeader {
    /** Answer for bytes that are not a message of ours. */
    static final int FOREIGN = -1;

    static final int LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder decoder = new MessageHeaderDecoder();

    /**
     * The template of a message whose fixed part is whole, or {@link #FOREIGN}. The schema's version must be ours: a
     * run's parties are of one build.
     */
    int template(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            return FOREIGN;
        }
        decoder.wrap(buffer, offset);
        boolean ours = decoder.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && decoder.version() == MessageHeaderDecoder.SCHEMA_VERSION
                && length >= LENGTH + decoder.blockLength();
        return ours ? decoder.templateId() : FOREIGN;
    }

    int blockLength() {
        return decoder.blockLength();
    }

    /** The length of the variable part that begins at {@code index}, or a negative number if it passes {@code end}. */
    static int variableLength(DirectBuffer buffer, int index, int end) {
        if (index + Integer.BYTES > end) {
            return FOREIGN;
        }
        int length = buffer.getInt(index, ByteOrder.LITTLE_ENDIAN);
        return length < 0 || length > end - index - Integer.BYTES ? FOREIGN : length;
    }

    /** Whether a message consists of a fixed part of {@code blockLength} and a group of such entries, and no more. */
    boolean isWholeGroup(DirectBuffer buffer, int offset, int length, int blockLength, int entryLength) {
        int group = offset + LENGTH + blockLength;
        int fixed = LENGTH + blockLength + GroupSizeEncodingDecoder.ENCODED_LENGTH;
        if (blockLength() != blockLength || length < fixed) {
            return false;
        }
        int declaredEntryLength = buffer.getShort(group, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        int count = buffer.getShort(group + Short.BYTES, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        return declaredEntryLength == entryLength && length == fixed + count * entryLength;
    }
}

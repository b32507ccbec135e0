package org.noisescale.parameterserver.protocol;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.StopDecoder;

/** A received end of a run. */
final class StopFrame {
    private final StopDecoder decoder = new StopDecoder();
    private int reasonIndex;
    private int reasonLength;

    boolean wrap(DirectBuffer buffer, int offset, int length) {
        int block = offset + FrameHeader.LENGTH;
        decoder.wrap(buffer, block, StopDecoder.BLOCK_LENGTH, StopDecoder.SCHEMA_VERSION);
        reasonIndex = block + StopDecoder.BLOCK_LENGTH + Integer.BYTES;
        reasonLength = FrameHeader.variableLength(buffer, reasonIndex - Integer.BYTES, offset + length);
        return reasonLength >= 0 && reasonIndex + reasonLength == offset + length;
    }

    long runId() {
        return decoder.runId();
    }

    String reason() {
        byte[] text = new byte[reasonLength];
        decoder.buffer().getBytes(reasonIndex, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}

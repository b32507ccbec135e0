package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.codec.ReadingDecoder;

/** A received reading. */
final class ReadingFrame implements Reading {
    private final ReadingDecoder decoder = new ReadingDecoder();
    private int valuesIndex;
    private int bytes;

    /** Points at a frame whose header was checked; false if its parts do not fill it exactly. */
    boolean wrap(DirectBuffer buffer, int offset, int length) {
        int block = offset + FrameHeader.LENGTH;
        decoder.wrap(buffer, block, ReadingDecoder.BLOCK_LENGTH, ReadingDecoder.SCHEMA_VERSION);
        valuesIndex = block + ReadingDecoder.BLOCK_LENGTH + Integer.BYTES;
        bytes = FrameHeader.variableLength(buffer, valuesIndex - Integer.BYTES, offset + length);
        return bytes >= 0 && valuesIndex + bytes == offset + length && ReadingKind.exists(decoder.kind());
    }

    long runId() {
        return decoder.runId();
    }

    @Override
    public ReadingKind kind() {
        return ReadingKind.of(decoder.kind());
    }

    @Override
    public long turn() {
        return decoder.turn();
    }

    @Override
    public long version() {
        return decoder.version();
    }

    @Override
    public int worker() {
        return decoder.worker();
    }

    @Override
    public int chunk() {
        return decoder.chunk();
    }

    @Override
    public int byteLength() {
        return bytes;
    }

    @Override
    public void copyInto(MutableDirectBuffer target, int index) {
        target.putBytes(index, decoder.buffer(), valuesIndex, bytes);
    }
}

package org.noisescale.parameterserver.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.FiguresDecoder;
import org.noisescale.parameterserver.protocol.codec.GroupSizeEncodingDecoder;
import org.noisescale.parameterserver.shard.Figures;

/** Received figures of another shard. */
final class FiguresFrame implements Figures {
    static final int ENTRY_LENGTH = FiguresDecoder.PiecesDecoder.sbeBlockLength();

    private final FiguresDecoder decoder = new FiguresDecoder();
    private int entriesIndex;
    private int count;

    /** Points at a frame that is known to be whole. */
    void wrap(DirectBuffer buffer, int offset) {
        int block = offset + FrameHeader.LENGTH;
        decoder.wrap(buffer, block, FiguresDecoder.BLOCK_LENGTH, FiguresDecoder.SCHEMA_VERSION);
        int group = block + FiguresDecoder.BLOCK_LENGTH;
        count = buffer.getShort(group + Short.BYTES, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        entriesIndex = group + GroupSizeEncodingDecoder.ENCODED_LENGTH;
    }

    long runId() {
        return decoder.runId();
    }

    @Override
    public int shard() {
        return decoder.shard();
    }

    @Override
    public long step() {
        return decoder.step();
    }

    @Override
    public int stage() {
        return decoder.stage();
    }

    @Override
    public int firstPiece() {
        return decoder.firstPiece();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public double updateSquaredNorm(int position) {
        return number(position, 0);
    }

    @Override
    public double parameterSquaredNorm(int position) {
        return number(position, Double.BYTES);
    }

    private double number(int position, int offset) {
        return decoder.buffer().getDouble(entriesIndex + position * ENTRY_LENGTH + offset, ByteOrder.LITTLE_ENDIAN);
    }
}

package org.noisescale.parameterserver.protocol;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.ContributionDecoder;
import org.noisescale.parameterserver.shard.Contribution;

/** A received push. */
final class ContributionFrame implements Contribution {
    static final int UPDATE = 0;
    static final int PROBE = 1;

    private final ContributionDecoder decoder = new ContributionDecoder();
    private int normsIndex;
    private int normCount;
    private int valuesIndex;
    private int valueCount;

    /** Points at a frame whose header was checked; false if its parts do not fill it exactly. */
    boolean wrap(DirectBuffer buffer, int offset, int length) {
        int end = offset + length;
        int block = offset + FrameHeader.LENGTH;
        decoder.wrap(buffer, block, ContributionDecoder.BLOCK_LENGTH, ContributionDecoder.SCHEMA_VERSION);
        normsIndex = block + ContributionDecoder.BLOCK_LENGTH + Integer.BYTES;
        int normBytes = FrameHeader.variableLength(buffer, normsIndex - Integer.BYTES, end);
        if (normBytes < 0) {
            return false;
        }
        valuesIndex = normsIndex + normBytes + Integer.BYTES;
        int valueBytes = FrameHeader.variableLength(buffer, valuesIndex - Integer.BYTES, end);
        normCount = normBytes / Double.BYTES;
        valueCount = valueBytes / Float.BYTES;
        return (decoder.kind() == UPDATE || decoder.kind() == PROBE)
                && valueBytes >= 0
                && valuesIndex + valueBytes == end
                && normCount * Double.BYTES == normBytes
                && valueCount * Float.BYTES == valueBytes;
    }

    long runId() {
        return decoder.runId();
    }

    @Override
    public int worker() {
        return decoder.worker();
    }

    @Override
    public long step() {
        return decoder.step();
    }

    @Override
    public boolean isProbe() {
        return decoder.kind() == PROBE;
    }

    @Override
    public int chunk() {
        return decoder.chunk();
    }

    @Override
    public int node() {
        return decoder.node();
    }

    @Override
    public long examples() {
        return decoder.examples();
    }

    @Override
    public int valueCount() {
        return valueCount;
    }

    @Override
    public void valuesInto(float[] target) {
        FloatBytes.read(decoder.buffer(), valuesIndex, target, valueCount);
    }

    @Override
    public void valuesInto(int from, float[] target, int targetFrom, int count) {
        Objects.checkFromIndexSize(from, count, valueCount);
        FloatBytes.read(decoder.buffer(), valuesIndex + from * Float.BYTES, target, targetFrom, count);
    }

    @Override
    public int normCount() {
        return normCount;
    }

    @Override
    public void normsInto(double[] target) {
        FloatBytes.read(decoder.buffer(), normsIndex, target, normCount);
    }
}

package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.protocol.codec.StatisticsDecoder;

/** Received statistics. */
final class StatisticsFrame implements StatisticsContribution {
    private static final int BYTES_PER_CHANNEL = 2 * Double.BYTES;

    private final StatisticsDecoder decoder = new StatisticsDecoder();
    private int sumsIndex;
    private int channelCount;

    /** Points at a frame whose header was checked; false if its parts do not fill it exactly. */
    boolean wrap(DirectBuffer buffer, int offset, int length) {
        int end = offset + length;
        int block = offset + FrameHeader.LENGTH;
        decoder.wrap(buffer, block, StatisticsDecoder.BLOCK_LENGTH, StatisticsDecoder.SCHEMA_VERSION);
        sumsIndex = block + StatisticsDecoder.BLOCK_LENGTH + Integer.BYTES;
        int bytes = FrameHeader.variableLength(buffer, sumsIndex - Integer.BYTES, end);
        channelCount = bytes / BYTES_PER_CHANNEL;
        return bytes > 0 && sumsIndex + bytes == end && channelCount * BYTES_PER_CHANNEL == bytes;
    }

    long runId() {
        return decoder.runId();
    }

    @Override
    public int worker() {
        return decoder.worker();
    }

    @Override
    public ExchangeKey key() {
        return new ExchangeKey(decoder.step(), decoder.position(), decoder.groupSize(), decoder.group());
    }

    @Override
    public int kind() {
        return decoder.kind();
    }

    @Override
    public int node() {
        return decoder.node();
    }

    @Override
    public long count() {
        return decoder.count();
    }

    @Override
    public int channels() {
        return decoder.channels();
    }

    @Override
    public int firstChannel() {
        return decoder.firstChannel();
    }

    @Override
    public int channelCount() {
        return channelCount;
    }

    @Override
    public void sumsInto(double[] firsts, double[] seconds) {
        FloatBytes.read(decoder.buffer(), sumsIndex, firsts, channelCount);
        FloatBytes.read(decoder.buffer(), sumsIndex + channelCount * Double.BYTES, seconds, channelCount);
    }
}

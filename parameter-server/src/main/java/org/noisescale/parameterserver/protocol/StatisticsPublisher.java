package org.noisescale.parameterserver.protocol;

import java.nio.ByteOrder;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.moments.StatisticsBoard;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.StatisticsEncoder;

/** What workers and the first shard say of statistics, as bytes. */
public final class StatisticsPublisher {
    /** Who sends what a shard sends. */
    static final int SHARD = -1;

    private static final int INITIAL_BYTES = 1 << 14;

    private final long runId;
    private final int worker;
    private final int attempt;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(INITIAL_BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StatisticsEncoder encoder = new StatisticsEncoder();

    private StatisticsPublisher(long runId, int worker, int attempt) {
        this.runId = runId;
        this.worker = worker;
        this.attempt = attempt;
    }

    /** A publisher for one attempt of a worker of a run. */
    public static StatisticsPublisher ofWorker(long runId, int worker, int attempt) {
        return new StatisticsPublisher(runId, worker, attempt);
    }

    /** A publisher for a shard of a run. */
    public static StatisticsPublisher ofShard(long runId) {
        return new StatisticsPublisher(runId, SHARD, 0);
    }

    /** Sends what stands at a node of a group's tree, all channels of a layer, in as many messages as they need. */
    public void send(FrameSink shard, ExchangeKey key, int node, ChannelStatistics statistics) {
        for (int first = 0; first < statistics.channels(); first += StatisticsBoard.CHANNELS_MAX) {
            int count = Math.min(StatisticsBoard.CHANNELS_MAX, statistics.channels() - first);
            encode(key, node, statistics).channels(statistics.channels()).firstChannel(first);
            sendLine(shard, statistics, first, count);
        }
    }

    /**
     * Sends some channels of a whole group.
     *
     * @param channels how many the layer has
     * @param firstChannel the first of these
     */
    public void sendWhole(
            FrameSink workers, ExchangeKey key, ChannelStatistics statistics, int channels, int firstChannel) {
        encode(key, AggregationTree.ROOT, statistics).channels(channels).firstChannel(firstChannel);
        sendLine(workers, statistics, 0, statistics.channels());
    }

    private StatisticsEncoder encode(ExchangeKey key, int node, ChannelStatistics statistics) {
        return encoder.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .step(key.step())
                .count(statistics.count())
                .worker(worker)
                .attempt(attempt)
                .position(key.position())
                .groupSize(key.groupSize())
                .group(key.group())
                .node(node)
                .kind(statistics.kind().number());
    }

    private void sendLine(FrameSink sink, ChannelStatistics statistics, int first, int count) {
        int index = encoder.limit();
        buffer.putInt(index, 2 * count * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
        index = put(statistics.firsts(), first, count, index + Integer.BYTES);
        index = put(statistics.seconds(), first, count, index);
        sink.send(buffer, index, buffer, 0, 0);
    }

    private int put(double[] values, int first, int count, int index) {
        int position = index;
        for (int i = first; i < first + count; i++, position += Double.BYTES) {
            buffer.putDouble(position, values[i], ByteOrder.LITTLE_ENDIAN);
        }
        return position;
    }
}

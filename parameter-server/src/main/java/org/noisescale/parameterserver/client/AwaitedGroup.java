package org.noisescale.parameterserver.client;

import java.util.BitSet;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.moments.GroupReduction;
import org.noisescale.parameterserver.moments.StatisticsBoard;
import org.noisescale.parameterserver.moments.StatisticsContribution;

/** The statistics of a group as they arrive; nothing that comes is trusted. */
final class AwaitedGroup {
    private static final ExchangeKey NONE = new ExchangeKey(-1, -1, 0, 0);

    private final GroupReduction.Part part;
    private final ChannelStatistics statistics = new ChannelStatistics();
    private final ChannelStatistics line = new ChannelStatistics();
    private final BitSet missingLines = new BitSet();
    private ExchangeKey key = NONE;
    private ChannelStatistics.Kind kind = ChannelStatistics.Kind.MOMENTS;
    private int channels;

    AwaitedGroup(GroupReduction.Part part) {
        this.part = part;
    }

    /** What the worker itself contributes. */
    GroupReduction.Part part() {
        return part;
    }

    /** Waits for another exchange, of statistics like these. */
    void await(ExchangeKey awaited, ChannelStatistics like) {
        key = awaited;
        kind = like.kind();
        channels = like.channels();
        missingLines.clear();
        missingLines.set(0, (channels + StatisticsBoard.CHANNELS_MAX - 1) / StatisticsBoard.CHANNELS_MAX);
    }

    /** Takes some channels of it; what is of anything else, or comes again, changes nothing. */
    void take(StatisticsContribution whole) {
        int first = whole.firstChannel();
        boolean ofALine = first >= 0 && first < channels && first % StatisticsBoard.CHANNELS_MAX == 0;
        int count = Math.min(StatisticsBoard.CHANNELS_MAX, channels - first);
        boolean fits = ofALine
                && whole.key().equals(key)
                && whole.channelCount() == count
                && whole.channels() == channels
                && whole.kind() == kind.number()
                && whole.count() >= 1
                && missingLines.get(first / StatisticsBoard.CHANNELS_MAX);
        if (!fits) {
            return;
        }
        line.describe(kind, whole.count(), count);
        whole.sumsInto(line.firsts(), line.seconds());
        statistics.describe(kind, whole.count(), channels);
        System.arraycopy(line.firsts(), 0, statistics.firsts(), first, count);
        System.arraycopy(line.seconds(), 0, statistics.seconds(), first, count);
        missingLines.clear(first / StatisticsBoard.CHANNELS_MAX);
    }

    boolean isComplete() {
        return missingLines.isEmpty();
    }

    ChannelStatistics statistics() {
        return statistics;
    }
}

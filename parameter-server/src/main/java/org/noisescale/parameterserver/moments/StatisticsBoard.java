package org.noisescale.parameterserver.moments;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;

/**
 * Merges what the workers of a run send of statistics. The virtual workers of a group wait for each other at every
 * exchange, so that of each line, {@link #CHANNELS_MAX} channels that fit into a message, a group has one round at a
 * time. The size of groups is learnt from the first contribution and fixed by it.
 */
public final class StatisticsBoard {
    /** So many channels travel in one message. */
    public static final int CHANNELS_MAX = 512;

    private static final long COUNT_MAX = 1L << 40;

    private final int virtualWorkers;
    private final int workers;
    private final int channelsMax;
    private final ChannelStatistics incoming = new ChannelStatistics();
    /** Those of groups that have been heard of. */
    private final SortedMap<Integer, BoardRound> rounds = new TreeMap<>();

    private int groupSize;
    private @Nullable BoardRound last;

    /** What became of a contribution. */
    public enum Outcome {
        /** It is late, there already, or not possible in this run: nothing has changed. */
        IGNORED,
        /** Others are missing. */
        ACCEPTED,
        /** It was the last; {@link #completed} has the whole. */
        COMPLETED
    }

    /**
     * A board on which nothing stands.
     *
     * @param layout of the run's parameters; no exchange has more channels than all segments of running statistics
     *     together, since layers may share an exchange
     */
    public StatisticsBoard(int virtualWorkers, int workers, ParameterLayout layout) {
        this.virtualWorkers = virtualWorkers;
        this.workers = workers;
        channelsMax = layout.segments().stream()
                .filter(segment -> segment.kind() == Segment.Kind.STATISTIC)
                .mapToInt(Segment::length)
                .sum();
    }

    /** Takes what a worker sent. */
    public Outcome offer(StatisticsContribution contribution) {
        Optional<ChannelStatistics.Kind> kind = ChannelStatistics.Kind.find(contribution.kind());
        if (kind.isEmpty() || !isPossible(contribution) || !isOfOurGroups(contribution.key())) {
            return Outcome.IGNORED;
        }
        BoardRound round = round(contribution);
        if (!round.admits(contribution)) {
            return Outcome.IGNORED;
        }
        last = round;
        incoming.describe(kind.get(), contribution.count(), contribution.channelCount());
        contribution.sumsInto(incoming.firsts(), incoming.seconds());
        return round.offer(contribution.node(), incoming) ? Outcome.COMPLETED : Outcome.ACCEPTED;
    }

    private boolean isPossible(StatisticsContribution contribution) {
        int first = contribution.firstChannel();
        int channels = contribution.channels();
        boolean ofALine = first >= 0 && first < channels && first % CHANNELS_MAX == 0;
        return ofALine
                && channels <= channelsMax
                && contribution.channelCount() == Math.min(CHANNELS_MAX, channels - first)
                && contribution.count() >= 0
                && contribution.count() <= COUNT_MAX;
    }

    private boolean isOfOurGroups(ExchangeKey key) {
        boolean across = key.groupSize() == virtualWorkers;
        boolean possible = StatisticsGroups.areAlike(virtualWorkers, key.groupSize())
                && key.group() >= 0
                && key.group() < (across ? virtualWorkers : virtualWorkers / key.groupSize())
                && key.step() >= 0
                && key.position() >= 0;
        if (possible && groupSize == 0) {
            groupSize = key.groupSize();
        }
        return possible && key.groupSize() == groupSize;
    }

    private BoardRound round(StatisticsContribution contribution) {
        int group = contribution.key().group();
        int place = group * lines() + contribution.firstChannel() / CHANNELS_MAX;
        return rounds.computeIfAbsent(place, absent -> newRound(group));
    }

    private BoardRound newRound(int group) {
        StatisticsGroups groups = groupSize == virtualWorkers
                ? StatisticsGroups.across(virtualWorkers, virtualWorkers)
                : StatisticsGroups.ofNeighbours(virtualWorkers, groupSize);
        AggregationTree tree = groups.tree();
        int[] owners = BoardRound.nobody(tree);
        for (int rank = 0; rank < workers; rank++) {
            int owner = rank;
            groups.findMembers(group, VirtualWorkerRange.of(rank, workers, virtualWorkers))
                    .ifPresent(members -> tree.cover(members).forEach(node -> owners[node] = owner));
        }
        return new BoardRound(tree, owners);
    }

    private int lines() {
        return (channelsMax + CHANNELS_MAX - 1) / CHANNELS_MAX;
    }

    /** The whole group's statistics of the channels of the contribution that completed them; shared, not a copy. */
    public ChannelStatistics completed() {
        BoardRound round = last;
        if (round == null) {
            throw new IllegalStateException("nothing was completed");
        }
        return round.whole();
    }

    /** Whose contributions others wait for. */
    public List<Integer> missingWorkers() {
        SortedSet<Integer> missing = new TreeSet<>();
        rounds.values().forEach(round -> missing.addAll(round.missingWorkers()));
        return List.copyOf(missing);
    }
}

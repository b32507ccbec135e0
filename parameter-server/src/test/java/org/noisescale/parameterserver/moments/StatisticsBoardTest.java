package org.noisescale.parameterserver.moments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.moments.StatisticsBoard.Outcome;

/** Two workers with three virtual workers each, in groups of two: the second group is divided. */
final class StatisticsBoardTest {
    private static final int CHANNELS = 600;
    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new Segment("0_W", 0, 5000, Segment.Kind.WEIGHT),
            new Segment("1_mean", 5000, CHANNELS, Segment.Kind.STATISTIC)));
    private static final Sent LEFT = new Sent(0, 4, 1, 1, 2, 2, 0, CHANNELS, 512);
    private static final Sent RIGHT = new Sent(1, 4, 1, 1, 2, 3, 0, CHANNELS, 512);

    private final StatisticsBoard board = new StatisticsBoard(6, 2, LAYOUT);

    /** A message in which all sums are its node. */
    private record Sent(
            int worker,
            long step,
            int position,
            int group,
            int groupSize,
            int node,
            int kind,
            int channels,
            int firstChannel)
            implements StatisticsContribution {
        @Override
        public ExchangeKey key() {
            return new ExchangeKey(step, position, groupSize, group);
        }

        @Override
        public long count() {
            return 1;
        }

        @Override
        public int channelCount() {
            return Math.min(StatisticsBoard.CHANNELS_MAX, channels - firstChannel);
        }

        @Override
        public void sumsInto(double[] firsts, double[] seconds) {
            Arrays.fill(firsts, 0, channelCount(), node);
            Arrays.fill(seconds, 0, channelCount(), node);
        }

        Sent at(long otherStep, int otherPosition) {
            return new Sent(worker, otherStep, otherPosition, group, groupSize, node, kind, channels, firstChannel);
        }
    }

    @Test
    void aGroupIsWholeWhenAllOfItIsThere() {
        assertThat(board.offer(LEFT)).isEqualTo(Outcome.ACCEPTED);
        assertThat(board.missingWorkers()).containsExactly(1);

        assertThat(board.offer(RIGHT)).isEqualTo(Outcome.COMPLETED);
        assertThat(board.missingWorkers()).isEmpty();
        assertThat(board.completed().count()).isEqualTo(2);
        assertThat(board.completed().channels()).isEqualTo(88);
        assertThat(board.completed().firsts()[0]).isEqualTo(2.5);
    }

    @Test
    void whatComesTwiceOrLateChangesNothing() {
        board.offer(LEFT);
        assertThat(board.offer(LEFT)).isEqualTo(Outcome.IGNORED);
        board.offer(RIGHT);
        assertThat(board.offer(RIGHT)).isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(RIGHT.at(4, 0))).isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(RIGHT.at(3, 2))).isEqualTo(Outcome.IGNORED);

        assertThat(board.offer(RIGHT.at(4, 2))).isEqualTo(Outcome.ACCEPTED);
        assertThat(board.offer(LEFT.at(5, 0))).as("the last exchange is open").isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(LEFT.at(4, 2))).isEqualTo(Outcome.COMPLETED);
        assertThat(board.offer(LEFT.at(5, 0))).isEqualTo(Outcome.ACCEPTED);
    }

    static List<Sent> impossible() {
        return List.of(
                new Sent(0, 4, 1, 1, 2, 3, 0, CHANNELS, 512),
                new Sent(2, 4, 1, 1, 2, 2, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 1, 2, 1, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 1, 2, -1, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 1, 2, 4, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 3, 2, 2, 0, CHANNELS, 512),
                new Sent(0, 4, 1, -1, 2, 2, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 0, 4, 2, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 0, 0, 2, 0, CHANNELS, 512),
                new Sent(0, -1, 1, 1, 2, 2, 0, CHANNELS, 512),
                new Sent(0, 4, -1, 1, 2, 2, 0, CHANNELS, 512),
                new Sent(0, 4, 1, 1, 2, 2, 2, CHANNELS, 512),
                new Sent(0, 4, 1, 1, 2, 2, -1, CHANNELS, 512),
                new Sent(0, 4, 1, 1, 2, 2, 0, CHANNELS + 1, 512),
                new Sent(0, 4, 1, 1, 2, 2, 0, CHANNELS, 511),
                new Sent(0, 4, 1, 1, 2, 2, 0, CHANNELS, 1024),
                new Sent(0, 4, 1, 1, 2, 2, 0, CHANNELS, -512));
    }

    @ParameterizedTest
    @MethodSource
    void impossible(Sent sent) {
        assertThat(board.offer(sent)).isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(LEFT)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void whatIsUnlikeTheOthersOfItsExchangeIsIgnored() {
        board.offer(LEFT);

        assertThat(board.offer(new Sent(1, 4, 1, 1, 2, 3, 1, CHANNELS, 512))).isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(new Sent(1, 4, 1, 1, 2, 3, 0, CHANNELS - 1, 512)))
                .isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(new Sent(1, 4, 1, 0, 3, 3, 0, CHANNELS, 512)))
                .as("another size of groups")
                .isEqualTo(Outcome.IGNORED);
        assertThat(board.offer(RIGHT)).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void groupsOfAllVirtualWorkersAreThereSideBySide() {
        Sent left = new Sent(0, 4, 1, 2, 6, 4, 0, CHANNELS, 512);
        List<Sent> rest =
                List.of(new Sent(0, 4, 1, 2, 6, 10, 0, CHANNELS, 512), new Sent(1, 4, 1, 2, 6, 11, 0, CHANNELS, 512));
        Sent last = new Sent(1, 4, 1, 2, 6, 3, 0, CHANNELS, 512);

        assertThat(board.offer(left)).isEqualTo(Outcome.ACCEPTED);
        assertThat(board.offer(new Sent(0, 4, 1, 0, 6, 4, 0, CHANNELS, 512))).isEqualTo(Outcome.ACCEPTED);
        rest.forEach(sent -> assertThat(board.offer(sent)).isEqualTo(Outcome.ACCEPTED));

        assertThat(board.offer(last)).isEqualTo(Outcome.COMPLETED);
        assertThat(board.missingWorkers()).as("of the other group").containsExactly(0, 1);
        assertThat(board.offer(new Sent(0, 4, 1, 6, 6, 4, 0, CHANNELS, 512))).isEqualTo(Outcome.IGNORED);
    }

    @Test
    void anExchangeMayBeOfAllLayersTogether() {
        ParameterLayout layers = new ParameterLayout(List.of(
                new Segment("0_mean", 0, 400, Segment.Kind.STATISTIC),
                new Segment("1_mean", 400, 200, Segment.Kind.STATISTIC)));
        StatisticsBoard together = new StatisticsBoard(6, 2, layers);

        assertThat(together.offer(new Sent(0, 4, 1, 1, 2, 2, 0, 601, 512))).isEqualTo(Outcome.IGNORED);
        assertThat(together.offer(LEFT)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void aRunWithoutRunningStatisticsSharesNone() {
        ParameterLayout plain = new ParameterLayout(List.of(new Segment("0_W", 0, 5000, Segment.Kind.WEIGHT)));

        assertThat(new StatisticsBoard(6, 2, plain).offer(LEFT)).isEqualTo(Outcome.IGNORED);
    }
}

package org.noisescale.parameterserver.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;

final class StatisticsRoundTest {
    private static final int CHANNELS = 3;

    /** The values of one channel after the other; what is measured by the definition. */
    private static ChannelStatistics measured(List<double[]> values) {
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(ChannelStatistics.Kind.MOMENTS, values.size(), CHANNELS);
        statistics.clear();
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (double[] value : values) {
                statistics.firsts()[channel] += value[channel] / values.size();
            }
            for (double[] value : values) {
                double deviation = value[channel] - statistics.firsts()[channel];
                statistics.seconds()[channel] += deviation * deviation;
            }
        }
        return statistics;
    }

    /** Far from zero, and another number of them for each virtual worker. */
    private static List<List<double[]>> slices(int virtualWorkers, Random random) {
        List<List<double[]>> slices = new ArrayList<>();
        for (int v = 0; v < virtualWorkers; v++) {
            List<double[]> slice = new ArrayList<>();
            for (int count = 1 + random.nextInt(5); count > 0; count--) {
                slice.add(new double[] {
                    1000 + random.nextGaussian(), v + random.nextGaussian(), 1e-3 * random.nextGaussian()
                });
            }
            slices.add(slice);
        }
        return slices;
    }

    private static ChannelStatistics gradients(Random random) {
        ChannelStatistics sums = new ChannelStatistics();
        sums.describe(ChannelStatistics.Kind.GRADIENTS, 1 + random.nextInt(9), CHANNELS);
        for (int channel = 0; channel < CHANNELS; channel++) {
            sums.firsts()[channel] = random.nextGaussian();
            sums.seconds()[channel] = random.nextGaussian();
        }
        return sums;
    }

    /** As workers do it with a server: each merges what it can, and hands over the rest in any order. */
    private static ChannelStatistics merged(List<ChannelStatistics> own, int workers, Random random) {
        StatisticsGroups all = StatisticsGroups.ofNeighbours(own.size(), own.size());
        List<Runnable> offers = new ArrayList<>();
        StatisticsRound server = new StatisticsRound(all.tree());
        for (int rank = 0; rank < workers; rank++) {
            VirtualWorkerRange range = VirtualWorkerRange.of(rank, workers, own.size());
            GroupReduction reduction = new GroupReduction(all, range);
            reduction.reduce(own.subList(range.first(), range.end()).stream()
                    .map(List::of)
                    .toList());
            GroupReduction.Part part = reduction.parts().get(0);
            part.roots()
                    .forEach(node ->
                            offers.add(() -> server.offer(node, part.round().at(node))));
        }
        Collections.shuffle(offers, random);
        assertThat(server.isComplete()).isFalse();
        offers.forEach(Runnable::run);
        assertThat(server.isComplete()).isTrue();
        return server.at(AggregationTree.ROOT);
    }

    private static void assertSameBits(ChannelStatistics one, ChannelStatistics other) {
        assertThat(one.count()).isEqualTo(other.count());
        assertThat(one.firsts()).containsExactly(other.firsts());
        assertThat(one.seconds()).containsExactly(other.seconds());
    }

    @Property(tries = 200, seed = "1")
    void anyDivisionOverWorkersAndAnyOrderOfArrivalGivesTheSameBits(
            @ForAll @IntRange(min = 1, max = 13) int virtualWorkers, @ForAll int seed) {
        Random random = new Random(seed);
        int workers = 1 + random.nextInt(virtualWorkers);
        List<ChannelStatistics> moments = new ArrayList<>();
        List<ChannelStatistics> sums = new ArrayList<>();
        for (List<double[]> slice : slices(virtualWorkers, random)) {
            moments.add(measured(slice));
            sums.add(gradients(random));
        }

        assertSameBits(merged(moments, workers, random), merged(moments, 1, random));
        assertSameBits(merged(sums, workers, random), merged(sums, 1, random));
    }

    @Property(tries = 200, seed = "1")
    void theWholeHasTheMomentsOfAllValuesWhateverTheirCounts(
            @ForAll @IntRange(min = 1, max = 13) int virtualWorkers, @ForAll int seed) {
        Random random = new Random(seed);
        List<List<double[]>> slices = slices(virtualWorkers, random);
        List<double[]> all = slices.stream().flatMap(List::stream).toList();
        ChannelStatistics direct = measured(all);

        ChannelStatistics whole =
                merged(slices.stream().map(StatisticsRoundTest::measured).toList(), 1, random);

        assertThat(whole.count()).isEqualTo(all.size());
        for (int channel = 0; channel < CHANNELS; channel++) {
            double mean = direct.firsts()[channel];
            assertThat(whole.firsts()[channel]).isCloseTo(mean, within(1e-12 * (1 + Math.abs(mean))));
            double squares = direct.seconds()[channel];
            assertThat(whole.seconds()[channel]).isCloseTo(squares, within(1e-9 * (1e-6 + squares)));
        }
    }

    @Test
    void theDifferenceOfMeansIsPartOfTheWholesVariance() {
        ChannelStatistics whole = new ChannelStatistics();

        whole.merge(
                measured(List.of(new double[] {1, 0, 0}, new double[] {1, 0, 0}, new double[] {1, 0, 0})),
                measured(List.of(new double[] {5, 0, 0})));

        assertThat(whole.firsts()[0]).isEqualTo(2);
        assertThat(whole.seconds()[0]).isEqualTo(12);
    }

    @Test
    void takesNothingTwiceAndNothingImpossible() {
        StatisticsRound round = new StatisticsRound(new AggregationTree(3));
        ChannelStatistics some = gradients(new Random(1));
        round.offer(4, some);

        assertThatThrownBy(() -> round.offer(4, some)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> round.offer(7, some)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> round.at(2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPartWithoutValuesChangesNothing() {
        ChannelStatistics some = measured(List.of(new double[] {1, 2, 3}, new double[] {4, 8, 0}));
        ChannelStatistics none = measured(List.of());
        ChannelStatistics left = new ChannelStatistics();
        ChannelStatistics right = new ChannelStatistics();
        ChannelStatistics nothing = new ChannelStatistics();

        left.merge(none, some);
        right.merge(some, none);
        nothing.merge(none, measured(List.of()));

        assertSameBits(left, some);
        assertSameBits(right, some);
        assertSameBits(nothing, none);
    }

    @Test
    void groupsAreNeighboursAndAllAlike() {
        StatisticsGroups groups = StatisticsGroups.ofNeighbours(6, 2);

        assertThat(groups.count()).isEqualTo(3);
        assertThat(groups.groupsOfEach()).isEqualTo(1);
        assertThat(groups.groupOf(3, 0)).isEqualTo(1);
        assertThat(groups.memberOf(3)).isEqualTo(1);
        assertThat(groups.findMembers(1, new VirtualWorkerRange(0, 3))).contains(new VirtualWorkerRange(0, 1));
        assertThat(groups.findMembers(2, new VirtualWorkerRange(0, 3))).isEmpty();
        assertThatThrownBy(() -> StatisticsGroups.ofNeighbours(6, 4))
                .hasMessage("a group must be a part of 6 virtual workers, was 4");
        assertThatThrownBy(() -> new StatisticsGroups(6, 2, 2))
                .hasMessage("there must be 3 groups of 2 neighbours, or at most as many as virtual workers if all"
                        + " contribute to each, were 2");
    }

    @Test
    void orAllContributeToEachOfSeveralGroups() {
        StatisticsGroups groups = StatisticsGroups.across(6, 3);

        assertThat(groups.groupSize()).isEqualTo(6);
        assertThat(groups.groupsOfEach()).isEqualTo(3);
        assertThat(groups.groupOf(5, 2)).isEqualTo(2);
        assertThat(groups.memberOf(5)).isEqualTo(5);
        assertThat(groups.findMembers(2, new VirtualWorkerRange(1, 3))).contains(new VirtualWorkerRange(1, 3));
        assertThatThrownBy(() -> StatisticsGroups.across(6, 7)).isInstanceOf(IllegalArgumentException.class);
    }
}

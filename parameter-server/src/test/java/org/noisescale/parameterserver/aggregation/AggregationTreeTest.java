package org.noisescale.parameterserver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregationTreeTest {
    private static final int V_MAX = 40;

    /** The virtual workers below a node, by walking down to the leaves. */
    private static List<Integer> below(AggregationTree tree, int node) {
        if (!tree.exists(node)) {
            return List.of();
        }
        if (node >= tree.leaf(0)) {
            return List.of(node - tree.leaf(0));
        }
        List<Integer> found = new ArrayList<>(below(tree, 2 * node));
        found.addAll(below(tree, 2 * node + 1));
        return found;
    }

    /** The least number of whole subtrees that hold exactly a range, by trying every node from the root down. */
    private static int leastCover(AggregationTree tree, int node, VirtualWorkerRange range) {
        List<Integer> leaves = below(tree, node);
        if (leaves.stream().noneMatch(v -> v >= range.first() && v < range.end())) {
            return 0;
        }
        if (leaves.stream().allMatch(v -> v >= range.first() && v < range.end())) {
            return 1;
        }
        return leastCover(tree, 2 * node, range) + leastCover(tree, 2 * node + 1, range);
    }

    @Property(tries = 1000, seed = "1")
    void theCoverOfARangeHoldsExactlyItsLeavesInOrderInAsFewSubtreesAsPossible(
            @ForAll @IntRange(min = 1, max = V_MAX) int virtualWorkers,
            @ForAll @IntRange(min = 0, max = V_MAX - 1) int from,
            @ForAll @IntRange(min = 1, max = V_MAX) int count) {
        int first = from % virtualWorkers;
        VirtualWorkerRange range = new VirtualWorkerRange(first, Math.min(virtualWorkers, first + count));
        AggregationTree tree = new AggregationTree(virtualWorkers);

        List<Integer> cover = tree.cover(range);

        assertThat(cover.stream().flatMap(node -> below(tree, node).stream()))
                .containsExactlyElementsOf(
                        IntStream.range(range.first(), range.end()).boxed().toList());
        assertThat(cover).hasSize(leastCover(tree, AggregationTree.ROOT, range));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 16, 33, 40})
    void countsTheVirtualWorkersBelowEachNode(int virtualWorkers) {
        AggregationTree tree = new AggregationTree(virtualWorkers);

        for (int node = AggregationTree.ROOT; node < tree.nodeLimit(); node++) {
            if (tree.exists(node)) {
                assertThat(tree.virtualWorkerCount(node))
                        .isEqualTo(below(tree, node).size());
            }
        }

        assertThat(below(tree, AggregationTree.ROOT)).hasSize(virtualWorkers);
    }

    @Test
    void aNodeExistsWhereAVirtualWorkerStandsBelowIt() {
        AggregationTree tree = new AggregationTree(5);

        assertThat(IntStream.range(-3, 40).filter(tree::exists)).containsExactly(1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12);
    }

    @ParameterizedTest
    @CsvSource({"6, 3", "6, 2", "12, 4", "15, 5", "20, 5", "7, 7", "8, 1"})
    void theSumOfEveryGroupStandsAtANodeOfItsOwn(int virtualWorkers, int groupSize) {
        AggregationTree tree = new AggregationTree(virtualWorkers, groupSize);

        for (int first = 0; first < virtualWorkers; first += groupSize) {
            VirtualWorkerRange group = new VirtualWorkerRange(first, first + groupSize);

            assertThat(tree.cover(group)).singleElement().satisfies(node -> {
                assertThat(tree.virtualWorkerCount(node)).isEqualTo(groupSize);
                assertThat(tree.isGroup(node)).isEqualTo(groupSize > 1 && groupSize < virtualWorkers);
            });
        }
        assertThat(tree.virtualWorkerCount(AggregationTree.ROOT)).isEqualTo(virtualWorkers);
        assertThat(IntStream.range(0, virtualWorkers).map(tree::leaf)).allMatch(tree::exists);
    }

    @Test
    void groupsOfAPowerOfTwoLeaveTheTreeAsItIs() {
        AggregationTree plain = new AggregationTree(12);
        AggregationTree grouped = new AggregationTree(12, 4);

        assertThat(grouped.nodeLimit()).isEqualTo(plain.nodeLimit());
        assertThat(IntStream.range(0, 12).map(grouped::leaf))
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).map(plain::leaf).boxed().toList());
    }

    @Test
    void normsGoWithASumWhereTheyDoNotFollowFromIt() {
        AggregationTree tree = new AggregationTree(6, 3);

        assertThat(tree.normsPerPiece(tree.leaf(0))).isZero();
        assertThat(tree.normsPerPiece(tree.leaf(0) / 4)).isEqualTo(1);
        assertThat(tree.normsPerPiece(AggregationTree.ROOT)).isEqualTo(2);
        assertThat(new AggregationTree(6, 6).normsPerPiece(AggregationTree.ROOT))
                .isEqualTo(1);
    }

    @Test
    void groupsMustBeAlike() {
        assertThatThrownBy(() -> new AggregationTree(6, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("groupSize must divide 6 virtual workers, was 4");
    }

    @Test
    void aSingleVirtualWorkerIsTheRoot() {
        AggregationTree tree = new AggregationTree(1);

        assertThat(tree.leaf(0)).isEqualTo(AggregationTree.ROOT);
        assertThat(tree.cover(new VirtualWorkerRange(0, 1))).containsExactly(AggregationTree.ROOT);
    }

    @Test
    void aVirtualWorkerWithoutSiblingIsCoveredByItsGreatestAncestorThatHoldsNoOther() {
        AggregationTree tree = new AggregationTree(5);

        assertThat(tree.cover(new VirtualWorkerRange(4, 5))).containsExactly(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 20) + 1})
    void refusesTooFewOrTooManyVirtualWorkers(int virtualWorkers) {
        assertThatThrownBy(() -> new AggregationTree(virtualWorkers))
                .hasMessage("virtualWorkers must be in [1, 2^20], was " + virtualWorkers);
    }
}

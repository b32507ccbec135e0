package org.noisescale.parameterserver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReductionPlanTest {
    private final AggregationTree tree = new AggregationTree(6);

    @Test
    void aServerTakesWhatTheWorkersHandOverAndEndsAtTheRoot() {
        ReductionPlan plan = ReductionPlan.ofServer(tree, 2);

        assertThat(plan.inputs()).containsExactly(4, 10, 11, 3);
        assertThat(IntStream.range(0, tree.nodeLimit()).filter(plan::isOutput)).containsExactly(AggregationTree.ROOT);
    }

    @Test
    void aWorkerTakesItsLeavesAndEndsAtTheRootsOfItsSubtrees() {
        ReductionPlan plan = ReductionPlan.ofWorker(tree, new VirtualWorkerRange(0, 3));

        assertThat(plan.inputs()).containsExactly(8, 9, 10);
        assertThat(IntStream.range(0, tree.nodeLimit()).filter(plan::isOutput)).containsExactly(4, 10);
    }

    @Test
    void anyNumberMayBeAskedWhetherItIsAnInput() {
        ReductionPlan plan = ReductionPlan.ofServer(tree, 2);

        assertThat(IntStream.of(4, 10, 11, 3)).allMatch(plan::isInput);
        assertThat(IntStream.of(Integer.MIN_VALUE, -1, 0, 1, 2, 8, 9, 15, 16, Integer.MAX_VALUE))
                .noneMatch(plan::isInput);
    }
}

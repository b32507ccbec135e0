package org.noisescale.parameterserver.aggregation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which nodes of an {@link AggregationTree} come in and which go out. A server takes the subtrees that the workers hand
 * over and ends at the root; a worker takes its leaves and ends at the roots of its own subtrees.
 */
public final class ReductionPlan {
    private static final int NONE = -1;

    private final AggregationTree tree;
    private final List<Integer> inputs;
    private final boolean[] output;
    private final int[] inputPosition;
    private final int[] slot;
    private final int slotCount;

    private ReductionPlan(AggregationTree tree, List<Integer> inputs, List<Integer> outputs) {
        this.tree = tree;
        this.inputs = List.copyOf(inputs);
        output = new boolean[tree.nodeLimit()];
        outputs.forEach(node -> output[node] = true);
        inputPosition = new int[tree.nodeLimit()];
        Arrays.fill(inputPosition, NONE);
        slot = new int[tree.nodeLimit()];
        Arrays.fill(slot, NONE);
        int slots = 0;
        for (int i = 0; i < inputs.size(); i++) {
            inputPosition[inputs.get(i)] = i;
            slots = assignSlots(inputs.get(i), slots);
        }
        slotCount = slots;
    }

    private int assignSlots(int input, int assigned) {
        int count = assigned;
        for (int node = input; node >= AggregationTree.ROOT && slot[node] == NONE; node >>= 1) {
            slot[node] = count++;
        }
        return count;
    }

    /** What a server does with the pushes of {@code workers} workers. */
    public static ReductionPlan ofServer(AggregationTree tree, int workers) {
        List<Integer> inputs = IntStream.range(0, workers)
                .mapToObj(rank -> tree.cover(VirtualWorkerRange.of(rank, workers, tree.virtualWorkers())))
                .flatMap(List::stream)
                .toList();
        return new ReductionPlan(tree, inputs, List.of(AggregationTree.ROOT));
    }

    /** What a worker does with the gradients of the virtual workers that it serves. */
    public static ReductionPlan ofWorker(AggregationTree tree, VirtualWorkerRange range) {
        List<Integer> leaves =
                IntStream.range(range.first(), range.end()).mapToObj(tree::leaf).toList();
        return new ReductionPlan(tree, leaves, tree.cover(range));
    }

    /** The tree. */
    public AggregationTree tree() {
        return tree;
    }

    /** The nodes that come in, in a fixed order. */
    public List<Integer> inputs() {
        return inputs;
    }

    /** Whether contributions for this node are expected; any number may be asked. */
    public boolean isInput(int node) {
        return node >= 0 && node < inputPosition.length && inputPosition[node] != NONE;
    }

    int inputPosition(int node) {
        return inputPosition[node];
    }

    /** Whether sums at this node go out. */
    public boolean isOutput(int node) {
        return output[node];
    }

    int slot(int node) {
        return slot[node];
    }

    int slotCount() {
        return slotCount;
    }
}

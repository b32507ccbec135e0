package org.noisescale.parameterserver.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.SquaredNorm;

final class ChunkReductionTest {
    private static final int LENGTH = 13;
    private static final List<Piece> PIECES =
            List.of(new Piece(0, 0, 5, Segment.Kind.WEIGHT), new Piece(1, 5, LENGTH, Segment.Kind.WEIGHT));

    private final ChunkSumPool pool = new ChunkSumPool(LENGTH, PIECES.size());

    private ChunkSum leaf(float[] values, long examples) {
        ChunkSum sum = pool.take();
        sum.describe(PIECES, examples);
        System.arraycopy(values, 0, sum.values(), 0, LENGTH);
        sum.measure();
        return sum;
    }

    /** Values of very different sizes, so that another order of addition gives other bits. */
    private static List<float[]> gradients(int virtualWorkers, Random random) {
        List<float[]> gradients = new ArrayList<>();
        for (int v = 0; v < virtualWorkers; v++) {
            float[] gradient = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                gradient[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
            }
            gradients.add(gradient);
        }
        return gradients;
    }

    private static long examples(int virtualWorker) {
        return 1L + virtualWorker % 7;
    }

    /** Offers in random order, some of them twice; returns what came out, by node. */
    private Map<Integer, ChunkSum> reduce(ReductionPlan plan, Map<Integer, ChunkSum> inputs, Random random) {
        ChunkReduction reduction = new ChunkReduction(plan, pool);
        List<Map.Entry<Integer, ChunkSum>> order = new ArrayList<>(inputs.entrySet());
        Collections.shuffle(order, random);
        Map<Integer, ChunkSum> outputs = new HashMap<>();
        for (Map.Entry<Integer, ChunkSum> input : order) {
            if (reduction.offer(input.getKey(), input.getValue()) == ChunkReduction.Outcome.COMPLETED) {
                outputs.put(reduction.completedNode(), reduction.takeCompleted());
            }
            int again = order.get(random.nextInt(order.size())).getKey();
            if (reduction.hasReceived(again)) {
                ChunkSum duplicate = pool.take();
                assertThat(reduction.offer(again, duplicate)).isEqualTo(ChunkReduction.Outcome.DUPLICATE);
                pool.giveBack(duplicate);
            }
        }
        return outputs;
    }

    private static ChunkSum root(Map<Integer, ChunkSum> outputs) {
        return Objects.requireNonNull(outputs.get(AggregationTree.ROOT));
    }

    private Map<Integer, ChunkSum> reduceOnWorkers(
            AggregationTree tree, int workers, List<float[]> gradients, Random random) {
        Map<Integer, ChunkSum> handedOver = new HashMap<>();
        for (int rank = 0; rank < workers; rank++) {
            VirtualWorkerRange range = VirtualWorkerRange.of(rank, workers, gradients.size());
            Map<Integer, ChunkSum> leaves = new HashMap<>();
            for (int v = range.first(); v < range.end(); v++) {
                leaves.put(tree.leaf(v), leaf(gradients.get(v), examples(v)));
            }
            handedOver.putAll(reduce(ReductionPlan.ofWorker(tree, range), leaves, random));
        }
        return handedOver;
    }

    private static double[] weightedSquaredNorms(List<float[]> gradients, Piece piece) {
        double[] norms = new double[gradients.size()];
        for (int v = 0; v < norms.length; v++) {
            norms[v] = SquaredNorm.of(gradients.get(v), piece.from(), piece.to()) / examples(v);
        }
        return norms;
    }

    @Property(tries = 1000, seed = "1")
    void theSumHasTheBitsOfTheNaiveTreeForAnyNumberOfWorkersAndAnyOrderOfArrival(
            @ForAll @IntRange(min = 1, max = 40) int virtualWorkers,
            @ForAll @IntRange(min = 1, max = 40) int wanted,
            @ForAll long seed) {
        int workers = Math.min(wanted, virtualWorkers);
        Random random = new Random(seed);
        AggregationTree tree = new AggregationTree(virtualWorkers);
        List<float[]> gradients = gradients(virtualWorkers, random);

        Map<Integer, ChunkSum> handedOver = reduceOnWorkers(tree, workers, gradients, random);
        ReductionPlan server = ReductionPlan.ofServer(tree, workers);
        assertThat(handedOver.keySet()).containsExactlyInAnyOrderElementsOf(server.inputs());
        ChunkSum sum = root(reduce(server, handedOver, random));

        assertThat(sum.values()).containsExactly(NaiveTree.sum(gradients));
        for (int i = 0; i < PIECES.size(); i++) {
            assertThat(sum.weightedSquaredNorms()[i])
                    .isEqualTo(NaiveTree.sum(weightedSquaredNorms(gradients, PIECES.get(i))));
        }
    }

    @Test
    void anotherOrderOfAdditionWouldGiveOtherBits() {
        List<float[]> gradients = gradients(16, new Random(1));

        float[] inOrder = new float[LENGTH];
        gradients.forEach(gradient -> {
            for (int i = 0; i < LENGTH; i++) {
                inOrder[i] += gradient[i];
            }
        });

        assertThat(inOrder).isNotEqualTo(NaiveTree.sum(gradients));
    }

    @Test
    void countsTheExamplesOfAllVirtualWorkers() {
        AggregationTree tree = new AggregationTree(5);
        Random random = new Random(2);

        Map<Integer, ChunkSum> handedOver = reduceOnWorkers(tree, 2, gradients(5, random), random);
        ChunkSum sum = root(reduce(ReductionPlan.ofServer(tree, 2), handedOver, random));

        assertThat(sum.examples()).isEqualTo(1 + 2 + 3 + 4 + 5);
    }

    @Test
    void aRoundThatWasGivenUpLeavesNothingBehind() {
        AggregationTree tree = new AggregationTree(2);
        ReductionPlan plan = ReductionPlan.ofServer(tree, 2);
        ChunkReduction reduction = new ChunkReduction(plan, pool);
        List<float[]> gradients = gradients(2, new Random(3));
        reduction.offer(tree.leaf(0), leaf(new float[LENGTH], 100));

        reduction.restart();
        ChunkReduction.Outcome first = reduction.offer(tree.leaf(1), leaf(gradients.get(1), 1));
        ChunkReduction.Outcome second = reduction.offer(tree.leaf(0), leaf(gradients.get(0), 1));

        assertThat(first).isEqualTo(ChunkReduction.Outcome.ACCEPTED);
        assertThat(second).isEqualTo(ChunkReduction.Outcome.COMPLETED);
        assertThat(reduction.takeCompleted().values()).containsExactly(NaiveTree.sum(gradients));
    }

    @Test
    void aContributionThatWasAddedToWhatWaitedBesideItCountsLikeOneThatWasOffered() {
        AggregationTree tree = new AggregationTree(4);
        ReductionPlan plan = ReductionPlan.ofServer(tree, 4);
        ChunkReduction reduction = new ChunkReduction(plan, pool);
        List<float[]> gradients = gradients(4, new Random(4));
        reduction.offer(tree.leaf(0), leaf(gradients.get(0), 1));
        reduction.offer(tree.leaf(3), leaf(gradients.get(3), 1));
        assertThat(reduction.waitingBeside(tree.leaf(0))).isNull();

        for (int v = 1; v <= 2; v++) {
            ChunkSum arrived = leaf(gradients.get(v), 1);
            ChunkSum waiting = Objects.requireNonNull(reduction.waitingBeside(tree.leaf(v)));
            waiting.add(arrived.values(), 0, LENGTH);
            waiting.add(arrived.weightedSquaredNorms(), 1);
            assertThat(reduction.offerAdded(tree.leaf(v)))
                    .isEqualTo(v == 1 ? ChunkReduction.Outcome.ACCEPTED : ChunkReduction.Outcome.COMPLETED);
            assertThat(reduction.hasReceived(tree.leaf(v))).isTrue();
        }

        ChunkSum sum = reduction.takeCompleted();
        assertThat(sum.values()).containsExactly(NaiveTree.sum(gradients));
        assertThat(sum.examples()).isEqualTo(4);
    }

    @Test
    void nothingCanBeAddedWhereNothingWaits() {
        AggregationTree tree = new AggregationTree(2);
        ChunkReduction reduction = new ChunkReduction(ReductionPlan.ofServer(tree, 2), pool);

        assertThatThrownBy(() -> reduction.offerAdded(tree.leaf(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasNothingToTakeBeforeItIsComplete() {
        ChunkReduction reduction = new ChunkReduction(ReductionPlan.ofServer(new AggregationTree(2), 2), pool);

        assertThatThrownBy(reduction::takeCompleted).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void usesTheSameBuffersInEveryRound() {
        AggregationTree tree = new AggregationTree(11);
        ReductionPlan plan = ReductionPlan.ofServer(tree, 11);
        ChunkReduction reduction = new ChunkReduction(plan, pool);
        IdentityHashMap<ChunkSum, Boolean> buffers = new IdentityHashMap<>();

        int afterFirstRound = 0;
        for (int round = 0; round < 50; round++) {
            for (int node : plan.inputs()) {
                ChunkSum sum = leaf(new float[LENGTH], 1);
                buffers.put(sum, true);
                reduction.offer(node, sum);
            }
            pool.giveBack(reduction.takeCompleted());
            reduction.restart();
            afterFirstRound = round == 0 ? buffers.size() : afterFirstRound;
        }

        assertThat(buffers).hasSize(afterFirstRound);
        assertThat(afterFirstRound).isLessThan(plan.inputs().size());
    }
}

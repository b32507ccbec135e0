package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Shard.Outcome;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;

/**
 * Three virtual workers on two workers: worker 0 hands over leaf 4, worker 1 the nodes 5 and 3. Thirty-two parameters
 * in chunks of two, of which the shard owns the chunks 4 to 7; parameter 9 is a statistic.
 */
final class ShardTest {
    private static final ChunkPlan CHUNKS = new ChunkPlan(Layouts.ofLengths(List.of(9, 1, 22)));
    private static final ShardDivision DIVISION = new ShardDivision(CHUNKS, 4);
    private static final ShardRange RANGE = DIVISION.range(1);
    private static final ShardPlan PLAN = new ShardPlan(
            DIVISION,
            1,
            new AggregationTree(3),
            2,
            OptimizerPlan.of(new UpdateRule.Sgd(), 0.5),
            new BulkSynchronousPolicy());
    private static final float[] ZEROS = new float[32];
    private static final Push LEFT = push(0, 4, 5, 2, 4);
    private static final Push MIDDLE = push(1, 5, 5, 4, 8);
    private static final Push RIGHT = push(1, 3, 5, 6, 12);

    private final Shard shard = new Shard(PLAN, ZEROS);

    private static Push push(int worker, int node, int chunk, float first, float second) {
        return Push.of(new Push.Address(worker, 0, chunk, node), 2, new float[] {first, second});
    }

    private void complete(int chunk, long step) {
        for (Push push : List.of(LEFT, MIDDLE, RIGHT)) {
            shard.offer(push.ofChunk(chunk).atStep(step));
        }
    }

    private void completeStep(long step) {
        for (int chunk = RANGE.firstChunk(); chunk < RANGE.endChunk(); chunk++) {
            complete(chunk, step);
        }
    }

    private static void completeStep(Shard shard, long step) {
        for (int chunk = RANGE.firstChunk(); chunk < RANGE.endChunk(); chunk++) {
            for (Push push : List.of(LEFT, MIDDLE, RIGHT)) {
                assertThat(shard.offer(push.ofChunk(chunk).atStep(step))).isEqualTo(Outcome.ACCEPTED);
            }
        }
    }

    @Test
    void updatesAChunkWhenItsLastContributionComes() {
        assertThat(shard.offer(RIGHT)).isEqualTo(Outcome.ACCEPTED);
        assertThat(shard.offer(LEFT)).isEqualTo(Outcome.ACCEPTED);
        assertThat(shard.offer(MIDDLE)).isEqualTo(Outcome.COMPLETED);

        assertThat(shard.parameters(5)).containsExactly(-0.5f * 12 / 6, -0.5f * 24 / 6);
        assertThat(shard.version(5)).isEqualTo(1);
        assertThat(shard.version(4)).isZero();
    }

    @Test
    void startsFromItsRangeOfTheInitialParameters() {
        float[] initial = new float[32];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = i;
        }

        Shard started = new Shard(PLAN, initial);
        initial[10] = -1;

        assertThat(started.parameters(5)).containsExactly(10, 11);
    }

    @Test
    void aSecondCopyOfAContributionChangesNothing() {
        shard.offer(LEFT);

        assertThat(shard.offer(LEFT)).isEqualTo(Outcome.DUPLICATE);

        shard.offer(MIDDLE);
        shard.offer(RIGHT);
        assertThat(shard.parameters(5)).containsExactly(-1, -2);
    }

    @Test
    void aContributionOfARoundThatIsOverIsStale() {
        complete(5, 0);

        assertThat(shard.offer(LEFT)).isEqualTo(Outcome.STALE);
        assertThat(shard.parameters(5)).containsExactly(-1, -2);
    }

    @Test
    void refusesAContributionOfAStepThatHasNotBegun() {
        assertThat(shard.offer(LEFT.atStep(1))).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aStepBeginsWhenTheOneBeforeIsCompleteOnTheWholeShard() {
        complete(5, 0);

        assertThat(shard.offer(LEFT.atStep(1))).isEqualTo(Outcome.REFUSED);

        complete(4, 0);
        complete(6, 0);
        complete(7, 0);
        assertThat(shard.stepsCompleted()).isEqualTo(1);
        assertThat(shard.offer(LEFT.atStep(1))).isEqualTo(Outcome.ACCEPTED);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                arguments("a node of another worker", LEFT.from(1)),
                arguments("a worker that does not exist", LEFT.from(2)),
                arguments("a negative worker", LEFT.from(-1)),
                arguments("a node that nobody hands over", LEFT.atNode(2)),
                arguments("a node that does not exist", LEFT.atNode(7)),
                arguments("node 0", LEFT.atNode(0)),
                arguments("a negative node", LEFT.atNode(Integer.MIN_VALUE)),
                arguments("a node beyond the tree", LEFT.atNode(Integer.MAX_VALUE)),
                arguments("a chunk of the shard before", LEFT.ofChunk(3)),
                arguments("a chunk of the shard after", LEFT.ofChunk(8)),
                arguments("a negative chunk", LEFT.ofChunk(-1)),
                arguments("a chunk beyond the vector", LEFT.ofChunk(Integer.MAX_VALUE)),
                arguments("no examples", LEFT.over(0)),
                arguments("a negative number of examples", LEFT.over(-5)),
                arguments("more examples than can be added", LEFT.over(Long.MAX_VALUE)),
                arguments("too few values", LEFT.ofLength(1)),
                arguments("too many values", LEFT.ofLength(3)),
                arguments("no values", LEFT.ofLength(0)),
                arguments("norms where a virtual worker stands alone", LEFT.withNorms(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void refusesWhatItsPlanDoesNotAllowAndIsNotChangedByIt(String what, Push push) {
        assertThat(shard.offer(push)).isEqualTo(Outcome.REFUSED);

        assertThat(shard.missingWorkers()).containsExactly(0, 1);
        complete(5, 0);
        assertThat(shard.parameters(5)).containsExactly(-1, -2);
    }

    @Test
    void asksForOneNormForEachPieceWhereSeveralVirtualWorkersStandBehindASum() {
        ShardPlan plan = new ShardPlan(DIVISION, 1, new AggregationTree(4), 2, PLAN.optimizer(), PLAN.policy());
        Shard ofSubtrees = new Shard(plan, ZEROS);
        Push twoPieces = push(0, 2, 4, 1, 2);

        assertThat(ofSubtrees.offer(twoPieces)).isEqualTo(Outcome.REFUSED);
        assertThat(ofSubtrees.offer(twoPieces.withNorms(1))).isEqualTo(Outcome.REFUSED);
        assertThat(ofSubtrees.offer(twoPieces.withNorms(1, 2, 3))).isEqualTo(Outcome.REFUSED);
        assertThat(ofSubtrees.offer(twoPieces.withNorms(1, 2))).isEqualTo(Outcome.ACCEPTED);
    }

    /** Chunk 4 holds parameter 8, trainable, and parameter 9, a statistic. */
    @Test
    void averagesStatisticsOverVirtualWorkersWithoutTheOptimizer() {
        complete(4, 0);

        assertThat(shard.parameters(4)).containsExactly(-0.5f * 12 / 6, -24f / 3);
    }

    /** Whose bias correction makes the first update as large as the learning rate, whatever the gradient. */
    @Test
    void theFirstUpdateIsStepOneOfTheOptimizer() {
        OptimizerPlan adam = OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-30), 0.25);
        Shard adaptive = new Shard(new ShardPlan(DIVISION, 1, PLAN.tree(), 2, adam, PLAN.policy()), ZEROS);

        adaptive.offer(LEFT);
        adaptive.offer(MIDDLE);
        adaptive.offer(RIGHT);

        assertThat(adaptive.parameters(5)[0]).isCloseTo(-0.25f, within(1e-6f));
        assertThat(adaptive.parameters(5)[1]).isCloseTo(-0.25f, within(1e-6f));
    }

    @Test
    void measuresTheSumsBeforeTheyAreDividedOrOptimized() {
        completeStep(0);

        StepMeasurement measured = shard.measurement();
        assertThat(measured.isComplete()).isTrue();
        assertThat(measured.examples()).isEqualTo(6);
        assertThat(measured.firstPiece()).isEqualTo(CHUNKS.firstPiece(4));
        assertThat(measured.pieceCount()).isEqualTo(5);
        assertThat(measured.squaredNorm(2)).isEqualTo(12 * 12 + 24 * 24);
        assertThat(measured.weightedSquaredNorm(2)).isEqualTo((4 + 16 + 16 + 64 + 36 + 144) / 2.0);
        assertThat(measured.squaredNorm(0)).isEqualTo(12 * 12);
        assertThat(measured.squaredNorm(1)).isEqualTo(24 * 24);
    }

    @Test
    void aStepIsMeasuredWhenAllChunksAreComplete() {
        assertThat(shard.measurement().isComplete()).isFalse();

        complete(7, 0);
        complete(4, 0);
        complete(5, 0);
        assertThat(shard.measurement().isComplete()).isFalse();

        complete(6, 0);
        assertThat(shard.measurement().isComplete()).isTrue();
        complete(6, 1);
        assertThat(shard.measurement().isComplete()).isFalse();
    }

    @Test
    void namesTheWorkersThatItWaitsFor() {
        assertThat(shard.missingWorkers()).containsExactly(0, 1);

        for (int chunk = RANGE.firstChunk(); chunk < RANGE.endChunk(); chunk++) {
            shard.offer(LEFT.ofChunk(chunk));
            shard.offer(MIDDLE.ofChunk(chunk));
        }
        assertThat(shard.missingWorkers()).containsExactly(1);

        shard.offer(RIGHT);
        assertThat(shard.missingWorkers()).containsExactly(1);

        completeStep(0);
        assertThat(shard.missingWorkers()).containsExactly(0, 1);
    }

    @Test
    void refusesInitialParametersOfAnotherLength() {
        assertThatThrownBy(() -> new Shard(PLAN, new float[31]))
                .hasMessage("the layout has 32 parameters, the initial vector had 31");
    }

    @Test
    void itsPlanRefusesMoreWorkersThanVirtualWorkers() {
        assertThatThrownBy(() -> new ShardPlan(DIVISION, 1, new AggregationTree(3), 4, PLAN.optimizer(), PLAN.policy()))
                .hasMessage("workers must be in [1, 3 virtual workers], was 4");
    }

    @Test
    void itsPlanRefusesAShardThatDoesNotExist() {
        assertThatThrownBy(() -> new ShardPlan(DIVISION, 4, new AggregationTree(3), 2, PLAN.optimizer(), PLAN.policy()))
                .hasMessage("shard must be in [0, 4 shards), was 4");
    }

    /** Chunks 4 to 7 hold the pieces 4 to 8; the whole vector has 17. */
    private static Shard clipped(double threshold) {
        OptimizerPlan optimizer = new OptimizerPlan(
                PLAN.optimizer().segments(), new Clipping.ByGlobalNorm(threshold), new Averaging.None());
        return new Shard(new ShardPlan(DIVISION, 1, PLAN.tree(), 2, optimizer, PLAN.policy()), ZEROS);
    }

    private static Tidings zeros(int shard) {
        int first = DIVISION.firstPiece(shard);
        int count = DIVISION.endPiece(shard) - first;
        return new Tidings(shard, 0, 1, first, Collections.nCopies(count, new Tidings.Pair(0, 0)));
    }

    private static List<Integer> poll(Shard shard) {
        List<Integer> polled = new ArrayList<>();
        for (int chunk = shard.pollCompleted(); chunk != Shard.NONE; chunk = shard.pollCompleted()) {
            polled.add(chunk);
        }
        return polled;
    }

    /** The mean gradients of the shard are (2, 4) in three chunks and 2 in the fourth: |g|² = 3·20 + 4 = 64. */
    @Test
    void waitsForTheFiguresOfAllOtherShardsWhereNormsAreNeeded() {
        Shard waiting = clipped(4);
        assertThat(waiting.missingShards()).isEmpty();
        completeStep(waiting, 0);

        assertThat(waiting.missingShards()).containsExactly(0, 2, 3);
        assertThat(waiting.missingWorkers()).isEmpty();
        assertThat(waiting.offer(zeros(0))).isEqualTo(Outcome.ACCEPTED);
        assertThat(waiting.offer(zeros(3))).isEqualTo(Outcome.ACCEPTED);
        assertThat(poll(waiting)).isEmpty();
        assertThat(waiting.missingShards()).containsExactly(2);

        assertThat(waiting.offer(zeros(2))).isEqualTo(Outcome.COMPLETED);

        assertThat(poll(waiting)).containsExactly(4, 5, 6, 7);
        assertThat(waiting.stepsCompleted()).isEqualTo(1);
        assertThat(waiting.parameters(5)).containsExactly(-0.5f * 2 / 2, -0.5f * 4 / 2);
        assertThat(waiting.parameters(4)).containsExactly(-0.5f * 2 / 2, -24f / 3);
    }

    @Test
    void figuresMayComeBeforeTheGradients() {
        Shard waiting = clipped(8);
        for (int other : new int[] {0, 2, 3}) {
            assertThat(waiting.offer(zeros(other))).isEqualTo(Outcome.ACCEPTED);
        }
        for (int chunk = 4; chunk < 7; chunk++) {
            for (Push push : List.of(LEFT, MIDDLE, RIGHT)) {
                waiting.offer(push.ofChunk(chunk));
            }
        }
        waiting.offer(LEFT.ofChunk(7));
        waiting.offer(MIDDLE.ofChunk(7));

        assertThat(waiting.offer(RIGHT.ofChunk(7))).isEqualTo(Outcome.COMPLETED);

        assertThat(poll(waiting)).containsExactly(4, 5, 6, 7);
        assertThat(waiting.parameters(5)).containsExactly(-0.5f * 2, -0.5f * 4);
    }

    @Test
    void aContributionThatWaitsForFiguresIsADuplicateWhenItComesAgain() {
        Shard waiting = clipped(8);
        completeStep(waiting, 0);

        assertThat(waiting.offer(LEFT)).isEqualTo(Outcome.DUPLICATE);
        assertThat(waiting.version(5)).isZero();
    }

    static Stream<Arguments> impossibleFigures() {
        return Stream.of(
                arguments("figures of its own pieces", zeros(1)),
                arguments("figures of its own pieces under another name", zeros(1).of(0)),
                arguments("figures of a third shard's pieces", zeros(2).of(3)),
                arguments("a shard that does not exist", zeros(0).of(4)),
                arguments("a negative shard", zeros(0).of(-1)),
                arguments("the first stage", zeros(0).atStage(0)),
                arguments("a stage that does not exist", zeros(0).atStage(2)),
                arguments("a negative stage", zeros(0).atStage(-1)),
                arguments("a step that has not begun", zeros(0).atStep(1)),
                arguments("a negative piece", zeros(0).from(-1)),
                arguments("pieces beyond its own", zeros(0).from(1)),
                arguments("a piece beyond the vector", zeros(3).from(Integer.MAX_VALUE)),
                arguments("no pieces", zeros(0).only(0, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossibleFigures")
    void refusesFiguresThatCannotBeAndIsNotChangedByThem(String what, Tidings tidings) {
        Shard waiting = clipped(4);
        completeStep(waiting, 0);

        assertThat(waiting.offer(tidings)).isEqualTo(Outcome.REFUSED);

        assertThat(waiting.missingShards()).containsExactly(0, 2, 3);
        assertThat(poll(waiting)).isEmpty();
    }

    @Test
    void figuresThatComeAgainOrLateChangeNothing() {
        Shard waiting = clipped(4);
        completeStep(waiting, 0);
        waiting.offer(zeros(0));

        Tidings other = new Tidings(0, 0, 1, 0, Collections.nCopies(4, new Tidings.Pair(1e9, 1e9)));
        assertThat(waiting.offer(other)).isEqualTo(Outcome.DUPLICATE);
        waiting.offer(zeros(2));
        waiting.offer(zeros(3));
        poll(waiting);

        assertThat(waiting.offer(zeros(0))).isEqualTo(Outcome.STALE);
        assertThat(waiting.parameters(5)).containsExactly(-0.5f, -1);
    }

    @Test
    void aShardWithoutStagesRefusesAllFigures() {
        assertThat(shard.offer(zeros(0))).isEqualTo(Outcome.REFUSED);
    }
}

package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** A shard that goes on from the state of another one does what that one does, bit for bit. */
final class RestoredShardTest {
    private static final ChunkPlan CHUNKS = new ChunkPlan(Layouts.ofLengths(List.of(50, 10, 5, 35)));
    private static final int VIRTUAL_WORKERS = 3;
    private static final int STEPS = 9;
    private static final int SHARDS = Math.min(3, CHUNKS.chunkCount());

    private static List<UpdateRule> rules() {
        List<UpdateRule> rules = new ArrayList<>(List.of(
                new UpdateRule.Sgd(),
                new UpdateRule.Frozen(),
                new UpdateRule.AdaGrad(1e-8, 1e-6),
                new UpdateRule.RmsProp(0.9, 1e-8, 1e-8),
                new UpdateRule.AdaDelta(0.9, 1e-6),
                new UpdateRule.Nadam(0.9, 0.99, 1e-8),
                new UpdateRule.AdaMax(0.9, 0.99, 1e-8),
                new UpdateRule.AdaBelief(0.9, 0.99, 1e-8),
                new UpdateRule.Lars(0.9, 0.02),
                new UpdateRule.Lamb(0.9, 0.99, 1e-6)));
        for (UpdateRule.MomentumForm form : UpdateRule.MomentumForm.values()) {
            rules.add(new UpdateRule.Momentum(0.9, form));
            rules.add(new UpdateRule.Nesterov(0.9, form));
        }
        for (UpdateRule.AdamForm form : UpdateRule.AdamForm.values()) {
            rules.add(new UpdateRule.Adam(0.9, 0.99, 1e-8, form));
            rules.add(new UpdateRule.AmsGrad(0.9, 0.99, 1e-8, form));
        }
        return rules;
    }

    private static OptimizerPlan plan(UpdateRule rule, Clipping clipping, Averaging averaging) {
        LearningRateSchedule schedule = new LearningRateSchedule.Constant(0.05);
        return new OptimizerPlan(
                List.of(new SegmentPlan(rule, schedule, new Regularization(0.001, 0.01, 0.1))), clipping, averaging);
    }

    static Stream<OptimizerPlan> everyPlan() {
        List<Clipping> clippings = List.of(
                new Clipping.None(),
                new Clipping.ByValue(0.4),
                new Clipping.BySegmentNorm(0.3),
                new Clipping.ByGlobalNorm(0.7));
        List<Averaging> averagings = List.of(
                new Averaging.None(), new Averaging.Exponential(0.9), new Averaging.Polyak(2), new Averaging.Polyak(7));
        return rules().stream()
                .flatMap(rule -> clippings.stream()
                        .flatMap(clipping -> averagings.stream().map(averaging -> plan(rule, clipping, averaging))));
    }

    private static Cluster cluster(OptimizerPlan plan) {
        return new Cluster(CHUNKS, VIRTUAL_WORKERS, 2, SHARDS, plan);
    }

    private static void train(Cluster cluster, int fromStep, int toStep) {
        for (int step = fromStep; step < toStep; step++) {
            Random random = new Random(step);
            float[][] gradients = new float[VIRTUAL_WORKERS][CHUNKS.layout().length()];
            for (float[] gradient : gradients) {
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] = (float) (random.nextGaussian() + 0.3);
                }
            }
            cluster.pushes(step, gradients, new long[] {1, 2, 3}).forEach(cluster::offer);
        }
    }

    /** The states of all shards. */
    private static List<ShardState> states(Cluster cluster) {
        return cluster.shards().stream()
                .map(shard -> {
                    ShardState state = shard.newState();
                    shard.copyInto(state);
                    return state;
                })
                .toList();
    }

    private static Cluster restored(OptimizerPlan plan, List<ShardState> states) {
        Cluster cluster = cluster(plan);
        for (int i = 0; i < SHARDS; i++) {
            cluster.shards().get(i).restore(states.get(i));
        }
        cluster.begin();
        return cluster;
    }

    @ParameterizedTest
    @MethodSource("everyPlan")
    void goesOnWithTheSameBitsWhateverTheOptimizer(OptimizerPlan plan) {
        Cluster undisturbed = cluster(plan);
        train(undisturbed, 0, 4);
        Cluster restored = restored(plan, states(undisturbed));

        train(undisturbed, 4, STEPS);
        train(restored, 4, STEPS);

        assertThat(restored.shards()).allMatch(shard -> shard.stepsCompleted() == STEPS);
        assertThat(restored.parameters()).isEqualTo(undisturbed.parameters());
        assertThat(restored.average()).isEqualTo(undisturbed.average());
        assertThat(restored.measurement()).isEqualTo(undisturbed.measurement());
        assertThat(states(restored)).usingRecursiveComparison().isEqualTo(states(undisturbed));
    }

    @Test
    void takingItsStateChangesNothing() {
        OptimizerPlan plan = plan(new UpdateRule.Lamb(0.9, 0.99, 1e-6), new Clipping.None(), new Averaging.Polyak(1));
        Cluster observed = cluster(plan);
        Cluster undisturbed = cluster(plan);

        for (int step = 0; step < STEPS; step++) {
            train(observed, step, step + 1);
            states(observed);
        }
        train(undisturbed, 0, STEPS);

        assertThat(observed.parameters()).isEqualTo(undisturbed.parameters());
    }

    @Test
    void aStateOwnsItsValues() {
        OptimizerPlan plan = OptimizerPlan.of(new UpdateRule.Sgd(), 0.1);
        Cluster cluster = cluster(plan);
        train(cluster, 0, 2);
        float[] then = cluster.parameters();
        List<ShardState> states = states(cluster);

        train(cluster, 2, 5);

        assertThat(restored(plan, states).parameters()).isEqualTo(then);
    }

    @Test
    void refusesToTellItsStateInTheMiddleOfAStep() {
        Cluster cluster = new Cluster(CHUNKS, 1, 1, 1, OptimizerPlan.of(new UpdateRule.Sgd(), 0.1));
        float[][] gradients = new float[1][CHUNKS.layout().length()];
        cluster.offer(cluster.pushes(0, gradients, new long[] {1}).get(0));
        Shard shard = cluster.shards().get(0);
        ShardState state = shard.newState();

        assertThatThrownBy(() -> shard.copyInto(state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("chunk 0 is at version 1 while 0 steps are complete");
    }
}

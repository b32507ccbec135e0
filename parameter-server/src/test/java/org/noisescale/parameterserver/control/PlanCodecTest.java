package org.noisescale.parameterserver.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.TabulatedSchedule;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.Asynchrony;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.parameterserver.transport.ServerAddress;

final class PlanCodecTest {
    private static final List<UpdateRule> RULES = List.of(
            new UpdateRule.Sgd(),
            new UpdateRule.Momentum(0.9, UpdateRule.MomentumForm.LEARNING_RATE_INSIDE),
            new UpdateRule.Nesterov(0.8, UpdateRule.MomentumForm.AVERAGE),
            new UpdateRule.AdaGrad(1e-6, 0.1),
            new UpdateRule.RmsProp(0.95, 1e-8, 0.5),
            new UpdateRule.AdaDelta(0.95, 1e-6),
            new UpdateRule.Adam(0.9, 0.999, 1e-8, UpdateRule.AdamForm.EPSILON_CORRECTED),
            new UpdateRule.AmsGrad(0.9, 0.99, 1e-8, UpdateRule.AdamForm.NO_BIAS_CORRECTION),
            new UpdateRule.Nadam(0.9, 0.999, 1e-8),
            new UpdateRule.AdaMax(0.9, 0.999, 1e-8),
            new UpdateRule.AdaBelief(0.9, 0.999, 1e-16),
            new UpdateRule.Lars(0.9, 0.001),
            new UpdateRule.Lamb(0.9, 0.999, 1e-6),
            new UpdateRule.Frozen());
    private static final List<LearningRateSchedule> SCHEDULES = List.of(
            new LearningRateSchedule.Constant(0.1),
            new LearningRateSchedule.Linear(0.1, 100, 0.5),
            new LearningRateSchedule.Cosine(0.2, 50, 0),
            new LearningRateSchedule.Step(0.3, 7, 0.5),
            new LearningRateSchedule.InverseSquareRoot(0.1, 10),
            TabulatedSchedule.of(40, step -> 1.0 / (1 + step / 5)),
            new LearningRateSchedule.WarmUp(new LearningRateSchedule.Cosine(0.2, 50, 0), 5, 0.25));
    private static final List<Clipping> CLIPPINGS = List.of(
            new Clipping.None(),
            new Clipping.ByValue(1),
            new Clipping.BySegmentNorm(2),
            new Clipping.ByGlobalNorm(3),
            new Clipping.ByGroup(List.of(new Clipping.Group(List.of(0, 1), Clipping.Rule.NORM, 4))));
    private static final List<Averaging> AVERAGINGS =
            List.of(new Averaging.None(), new Averaging.Exponential(0.99), new Averaging.Polyak(3));

    private static final OrderCode ORDER =
            OrderCode.of(RecordedArrivals.ofBeginning("k-sync", 2, 7, new byte[] {1, 4, 100, 0, 3, 5}));

    private final PlanCodec<OpenPlan> codec = new PlanCodec<>(OpenPlan.class);

    private static <T> T any(SplittableRandom random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static OpenPlan plan(SplittableRandom random) {
        List<SegmentPlan> segments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Regularization regularization = new Regularization(0, random.nextDouble(), 0.125);
            segments.add(new SegmentPlan(any(random, RULES), any(random, SCHEDULES), regularization));
        }
        OptimizerPlan optimizer = new OptimizerPlan(segments, any(random, CLIPPINGS), any(random, AVERAGINGS));
        List<OpenPlan.Server> servers = List.of(
                new OpenPlan.Server(new ServerAddress("one", 4700), 2),
                new OpenPlan.Server(new ServerAddress("[::1]", 65_000), 1));
        return new OpenPlan(
                new ServerPlan.Parties(2, 6, 3, 3),
                Layouts.ofLengths(List.of(9, 1, 22)),
                optimizer,
                new OpenPlan.Schedule(
                        new RuleCode(
                                RuleCode.Kind.K_SYNC,
                                1,
                                -1,
                                new Seating(Asynchrony.NONE, 64, true),
                                any(random, List.of(OrderCode.NONE, ORDER))),
                        random.nextInt(9),
                        10 + random.nextInt(1000),
                        random.nextInt(50),
                        60_000,
                        any(random, List.of(Durability.NONE, new Durability("0af9".repeat(16), 10)))),
                new OpenPlan.Links(servers, new ServerAddress("driver.example.org", 1), 4096),
                random.nextInt(2));
    }

    @Property(tries = 500, seed = "1")
    void everyPlanSurvives(@ForAll long seed) {
        OpenPlan plan = plan(new SplittableRandom(seed));

        OpenPlan read = codec.decode(codec.encode(plan));

        assertThat(read).isEqualTo(plan);
    }

    @Test
    void anOrderIsFollowedAsFarAsItIsKnown() {
        RecordedArrivals followed = ORDER.followedOrNull();

        assertThat(followed).isNotNull();
        assertThat(followed.isWhole()).isFalse();
        assertThat(followed.updates()).isEqualTo(7);
        assertThat(followed.log()).containsExactly(1, 4, 100, 0, 3, 5);
        assertThat(OrderCode.NONE.followedOrNull()).isNull();
    }

    @Test
    void anOrderThatNamesAWorkerWhoIsNotThereOrIsDamagedIsRefused() {
        assertThatThrownBy(() -> OrderCode.of(new RecordedArrivals("async", 1, 1, new byte[] {1, 0, 0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the log of arrivals names worker 1 of 1");
        assertThatThrownBy(() -> OrderCode.of(new RecordedArrivals("async", 2, 1, new byte[] {1, 0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the log of arrivals is damaged at byte ");
    }

    @Property(tries = 200, seed = "2")
    void everyBeginningOfAPlanIsRefused(@ForAll long seed) {
        byte[] bytes = codec.encode(plan(new SplittableRandom(seed)));

        for (int length = 0; length < bytes.length; length += 7) {
            byte[] beginning = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(beginning)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessage("the plan has 1 bytes too many");
    }

    @Property(tries = 5_000, seed = "3")
    void aMutatedPlanIsRefusedOrIsAnotherPlan(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = codec.encode(plan(random));
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }

        OpenPlan read;
        try {
            read = codec.decode(bytes);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("null");
            return;
        }

        assertThat(codec.decode(codec.encode(read))).isEqualTo(read);
    }

    @Test
    void aListCannotBeLongerThanTheBytesThatFollow() {
        byte[] bytes = codec.encode(plan(new SplittableRandom(4)));
        // A record, four numbers of the parties after their mark, the mark of the layout; then the list of segments.
        int count = 1 + 1 + 4 * Integer.BYTES + 1;
        bytes[count] = 0x7f;

        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the plan has a list of 21307064");
    }

    /** A plan that is a warm-up of a warm-up of a warm-up …, written without the codec's own recursion limit. */
    @Test
    void aPlanCannotBeNestedWithoutEnd() {
        LearningRateSchedule schedule = new LearningRateSchedule.Constant(0.1);
        for (int i = 0; i < 40; i++) {
            schedule = new LearningRateSchedule.WarmUp(schedule, 2, 0.5);
        }
        SegmentPlan deep = new SegmentPlan(new UpdateRule.Sgd(), schedule, Regularization.NONE);
        PlanCodec<OptimizerPlan> optimizers = new PlanCodec<>(OptimizerPlan.class);
        byte[] bytes = optimizers.encode(OptimizerPlan.of(deep));

        assertThatThrownBy(() -> optimizers.decode(bytes)).hasMessage("the plan is nested too deeply");
    }
}

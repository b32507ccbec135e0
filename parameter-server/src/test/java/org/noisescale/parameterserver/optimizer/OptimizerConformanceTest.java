package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/** What every optimizer must obey. A new one joins with a line below. */
final class OptimizerConformanceTest {
    private static final MomentumForm INSIDE = MomentumForm.LEARNING_RATE_INSIDE;
    private static final MomentumForm OUTSIDE = MomentumForm.LEARNING_RATE_OUTSIDE;
    private static final MomentumForm AVERAGE = MomentumForm.AVERAGE;
    private static final int LENGTH = 37;
    private static final float[] PARAMETERS = new float[LENGTH];

    static Stream<Arguments> optimizers() {
        return Stream.concat(momenta(), adaptive());
    }

    private static Stream<Arguments> momenta() {
        return Stream.of(
                row(new UpdateRule.Sgd(), 0.1, 0, () -> NaiveOptimizer.sgd(0.1)),
                row(new UpdateRule.Momentum(0.9), 0.05, 1, () -> NaiveOptimizer.momentum(0.05, 0.9, 1)),
                row(new UpdateRule.Momentum(0), 0.05, 1, () -> NaiveOptimizer.momentum(0.05, 0, 1)),
                row(new UpdateRule.Momentum(0.99), 0.01, 1, () -> NaiveOptimizer.momentum(0.01, 0.99, 1)),
                row(new UpdateRule.Momentum(0.9, INSIDE), 0.05, 1, () -> NaiveOptimizer.momentum(0.05, 0.9, 1)),
                row(new UpdateRule.Momentum(0.9, AVERAGE), 0.05, 1, () -> NaiveOptimizer.momentum(0.05, 0.9, 0.1)),
                row(new UpdateRule.Nesterov(0.9, INSIDE), 0.1, 1, () -> NaiveOptimizer.nesterov(0.1, 0.9)),
                row(new UpdateRule.Nesterov(0.9, OUTSIDE), 0.1, 1, () -> NaiveOptimizer.nesterov(0.1, 0.9)),
                row(new UpdateRule.Nesterov(0.9, AVERAGE), 0.1, 1, () -> NaiveOptimizer.nesterov(0.01, 0.9)));
    }

    private static Stream<Arguments> adaptive() {
        return Stream.of(
                row(new UpdateRule.AdaGrad(1e-6, 1e-6), 0.1, 1, () -> NaiveOptimizer.adaGrad(0.1, 1e-6, 1e-6)),
                row(new UpdateRule.AdaGrad(1e-10, 0), 0.1, 1, () -> NaiveOptimizer.adaGrad(0.1, 1e-10, 0)),
                row(
                        new UpdateRule.RmsProp(0.95, 1e-8, 1e-8),
                        0.01,
                        1,
                        () -> NaiveOptimizer.rmsProp(0.01, 0.95, 1e-8, 1e-8)),
                row(
                        new UpdateRule.RmsProp(0.999, 0.01, 0.5),
                        0.01,
                        1,
                        () -> NaiveOptimizer.rmsProp(0.01, 0.999, 0.01, 0.5)),
                row(new UpdateRule.AdaDelta(0.95, 1e-6), 1, 2, () -> NaiveOptimizer.adaDelta(1, 0.95, 1e-6)),
                adam(0.001, 0.9, 0.999, 1e-8, AdamForm.EPSILON_UNCORRECTED),
                adam(0.1, 0, 0.5, 1e-3, AdamForm.EPSILON_UNCORRECTED),
                adam(0.001, 0.9, 0.999, 1e-2, AdamForm.EPSILON_CORRECTED),
                adam(0.001, 0.9, 0.999, 1e-2, AdamForm.EPSILON_INSIDE_ROOT),
                adam(0.001, 0.9, 0.999, 1e-2, AdamForm.NO_BIAS_CORRECTION),
                amsGrad(AdamForm.EPSILON_UNCORRECTED),
                amsGrad(AdamForm.EPSILON_CORRECTED),
                amsGrad(AdamForm.NO_BIAS_CORRECTION),
                row(
                        new UpdateRule.Nadam(0.9, 0.999, 1e-8),
                        0.001,
                        2,
                        () -> NaiveOptimizer.nadam(0.001, 0.9, 0.999, 1e-8)),
                row(new UpdateRule.AdaMax(0.9, 0.999, 1e-8), 0.001, 2, () -> NaiveOptimizer.adaMax(0.001, 0.9, 0.999)),
                row(
                        new UpdateRule.AdaBelief(0.9, 0.999, 1e-14),
                        0.001,
                        2,
                        () -> NaiveOptimizer.adaBelief(0.001, 0.9, 0.999, 1e-14)));
    }

    private static Arguments adam(double rate, double beta1, double beta2, double epsilon, AdamForm form) {
        return row(
                new UpdateRule.Adam(beta1, beta2, epsilon, form),
                rate,
                2,
                () -> NaiveOptimizer.adam(rate, beta1, beta2, epsilon, form));
    }

    private static Arguments amsGrad(AdamForm form) {
        return row(
                new UpdateRule.AmsGrad(0.9, 0.99, 1e-4, form),
                0.001,
                3,
                () -> NaiveOptimizer.amsGrad(0.001, 0.9, 0.99, 1e-4, form));
    }

    private static Arguments row(UpdateRule rule, double learningRate, int slots, Supplier<NaiveOptimizer> naive) {
        return arguments(OptimizerPlan.of(rule, learningRate), slots, naive);
    }

    private static void fillRandomly(float[] gradient, Random random) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (random.nextGaussian() * Math.pow(10, i % 5 - 3) + 0.01);
        }
    }

    private static Stream<float[]> arrays(float[][][] slots) {
        return Arrays.stream(slots).flatMap(Arrays::stream);
    }

    /**
     * Relative to the size that the updates of a parameter have so far, since single updates may cancel to almost 0.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void agreesWithThePaperInDoublePrecisionForAThousandSteps(
            OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        OneSegment chain = OneSegment.of(plan);
        float[][][] slots = chain.newSlots(LENGTH);
        NaiveOptimizer[] twins = Stream.generate(naive).limit(LENGTH).toArray(NaiveOptimizer[]::new);
        double[] sizes = new double[LENGTH];
        float[] update = new float[LENGTH];
        Random random = new Random(1);

        for (int step = 1; step <= 1000; step++) {
            fillRandomly(update, random);
            double[] expected = new double[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                expected[i] = twins[i].update(update[i]);
                sizes[i] = Math.max(sizes[i], Math.abs(expected[i]));
            }
            chain.apply(update, PARAMETERS, slots, 0, LENGTH, step);
            for (int i = 0; i < LENGTH; i++) {
                assertThat((double) update[i]).isCloseTo(expected[i], within(1e-5 * sizes[i]));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void givesTheSameBitsWhenTheVectorIsCutIntoPieces(
            OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        OneSegment chain = OneSegment.of(plan);
        float[][][] wholeSlots = chain.newSlots(LENGTH);
        float[][][] cutSlots = chain.newSlots(LENGTH);
        Random random = new Random(2);

        for (int step = 1; step <= 20; step++) {
            float[] whole = new float[LENGTH];
            fillRandomly(whole, random);
            float[] cut = whole.clone();
            int first = random.nextInt(LENGTH);
            int second = first + random.nextInt(LENGTH - first);
            chain.apply(whole, PARAMETERS, wholeSlots, 0, LENGTH, step);
            chain.apply(cut, PARAMETERS, cutSlots, second, LENGTH, step);
            chain.apply(cut, PARAMETERS, cutSlots, 0, first, step);
            chain.apply(cut, PARAMETERS, cutSlots, first, second, step);

            assertThat(cut).containsExactly(whole);
            assertThat(cutSlots).isDeepEqualTo(wholeSlots);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void leavesWhatIsOutsideItsRangeAlone(OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        OneSegment chain = OneSegment.of(plan);
        float[][][] slots = chain.newSlots(LENGTH);
        float[] update = new float[LENGTH];
        Arrays.fill(update, 1);

        chain.apply(update, PARAMETERS, slots, 5, 9, 1);

        for (int i = 0; i < LENGTH; i++) {
            int index = i;
            boolean inside = i >= 5 && i < 9;
            assertThat(update[i] != 1).isEqualTo(inside);
            assertThat(arrays(slots).allMatch(slot -> (slot[index] != 0) == inside))
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void keepsAsManySlotsAsItSays(OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        float[][][] slots = OneSegment.of(plan).newSlots(LENGTH);

        assertThat(arrays(slots)).hasSize(slotCount).allMatch(slot -> slot.length == LENGTH);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void neitherItsStateNorItsUpdateIsEverSubnormalWhileNoGradientComes(
            OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        OneSegment chain = OneSegment.of(plan);
        float[][][] slots = chain.newSlots(LENGTH);
        float[] update = new float[LENGTH];
        fillRandomly(update, new Random(3));
        chain.apply(update, PARAMETERS, slots, 0, LENGTH, 1);

        for (int step = 2; step <= 40_000; step++) {
            Arrays.fill(update, 0);
            chain.apply(update, PARAMETERS, slots, 0, LENGTH, step);
            if (step % 100 == 0 || step < 200) {
                assertThat(arrays(slots)).allMatch(OptimizerConformanceTest::isZeroOrNormal);
                assertThat(isZeroOrNormal(update)).isTrue();
            }
        }
    }

    private static boolean isZeroOrNormal(float[] values) {
        for (float value : values) {
            boolean fine = value == 0 || (Math.abs(value) >= Float.MIN_NORMAL && Float.isFinite(value));
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void aZeroGradientFromTheStartMovesNothing(OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        OneSegment chain = OneSegment.of(plan);
        float[][][] slots = chain.newSlots(LENGTH);
        float[] update = new float[LENGTH];

        chain.apply(update, PARAMETERS, slots, 0, LENGTH, 1);

        assertThat(update).containsOnly(0f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void tellsItsLearningRate(OptimizerPlan plan, int slotCount, Supplier<NaiveOptimizer> naive) {
        assertThat(OneSegment.of(plan).learningRate(1))
                .isEqualTo(plan.segment(0).schedule().at(1));
    }
}

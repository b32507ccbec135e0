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

/** What every optimizer must obey. A new one joins with a line in {@link #optimizers()}. */
final class OptimizerConformanceTest {
    private static final int LENGTH = 37;
    private static final float[] PARAMETERS = new float[LENGTH];

    static Stream<Arguments> optimizers() {
        return Stream.of(
                optimizer(OptimizerPlan.of(new UpdateRule.Sgd(), 0.1), 0, () -> NaiveOptimizer.sgd(0.1)),
                optimizer(
                        OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.05),
                        1,
                        () -> NaiveOptimizer.momentum(0.05, 0.9)),
                optimizer(
                        OptimizerPlan.of(new UpdateRule.Momentum(0), 0.05), 1, () -> NaiveOptimizer.momentum(0.05, 0)),
                optimizer(
                        OptimizerPlan.of(new UpdateRule.Momentum(0.99), 0.01),
                        1,
                        () -> NaiveOptimizer.momentum(0.01, 0.99)),
                optimizer(
                        OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.001),
                        2,
                        () -> NaiveOptimizer.adam(0.001, 0.9, 0.999, 1e-8)),
                optimizer(
                        OptimizerPlan.of(new UpdateRule.Adam(0, 0.5, 1e-3), 0.1),
                        2,
                        () -> NaiveOptimizer.adam(0.1, 0, 0.5, 1e-3)));
    }

    private static Arguments optimizer(OptimizerPlan plan, int slots, Supplier<NaiveOptimizer> naive) {
        return arguments(plan, slots, naive);
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

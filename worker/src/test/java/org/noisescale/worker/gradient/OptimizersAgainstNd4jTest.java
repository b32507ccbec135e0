package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.clip.ClipByValue;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.OptimizerState;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/**
 * Every optimizer that ND4J has too, against ND4J's own in double precision. A new one joins with a line in
 * {@link #updaters()}. Not among them is AdaBelief, whose configuration cannot be instantiated in 1.0.0-M2.1.
 */
class OptimizersAgainstNd4jTest {
    private static final int LENGTH = 41;
    private static final int STEPS = 1000;
    private static final double TOLERANCE = 1e-5;

    /** What ND4J does and what we do. */
    private record Row(IUpdater updater, UpdateRule rule, LearningRateSchedule schedule) {
        Row(IUpdater updater, UpdateRule rule, double learningRate) {
            this(updater, rule, new LearningRateSchedule.Constant(learningRate));
        }
    }

    static Stream<Row> updaters() {
        return Stream.of(
                new Row(new Sgd(0.1), new UpdateRule.Sgd(), 0.1),
                new Row(new Nesterovs(0.1, 0.9), nesterov(0.9), 0.1),
                new Row(new Nesterovs(halving(0.1), 0.9), nesterov(0.9), step(0.1)),
                new Row(new AdaGrad(0.1, 1e-6), new UpdateRule.AdaGrad(1e-6, 1e-6), 0.1),
                new Row(new AdaGrad(0.1, 0.01), new UpdateRule.AdaGrad(0.01, 1e-6), 0.1),
                new Row(new RmsProp(0.01, 0.95, 1e-8), new UpdateRule.RmsProp(0.95, 1e-8, 1e-8), 0.01),
                new Row(new RmsProp(0.01, 0.999, 0.01), new UpdateRule.RmsProp(0.999, 0.01, 0.01), 0.01),
                new Row(new AdaDelta(0.95, 1e-6), new UpdateRule.AdaDelta(0.95, 1e-6), 1),
                new Row(new Adam(1e-3, 0.9, 0.999, 1e-8), new UpdateRule.Adam(0.9, 0.999, 1e-8), 1e-3),
                new Row(new Adam(1e-3, 0.8, 0.9, 0.01), new UpdateRule.Adam(0.8, 0.9, 0.01), 1e-3),
                new Row(new Adam(halving(0.01)), new UpdateRule.Adam(0.9, 0.999, 1e-8), step(0.01)),
                new Row(
                        new AMSGrad(1e-3, 0.9, 0.99, 1e-4),
                        new UpdateRule.AmsGrad(0.9, 0.99, 1e-4, AdamForm.EPSILON_UNCORRECTED),
                        1e-3),
                new Row(new Nadam(1e-3, 0.9, 0.999, 1e-8), new UpdateRule.Nadam(0.9, 0.999, 1e-8), 1e-3),
                new Row(new AdaMax(1e-3, 0.9, 0.999, 1e-8), new UpdateRule.AdaMax(0.9, 0.999, 1e-8), 1e-3));
    }

    private static UpdateRule nesterov(double momentum) {
        return new UpdateRule.Nesterov(momentum, MomentumForm.LEARNING_RATE_INSIDE);
    }

    private static StepSchedule halving(double rate) {
        return new StepSchedule(ScheduleType.ITERATION, rate, 0.5, 100);
    }

    private static LearningRateSchedule step(double rate) {
        return new LearningRateSchedule.Step(rate, 100, 0.5);
    }

    private static ParameterLayout weights() {
        return new ParameterLayout(List.of(new Segment("W", 0, LENGTH, Segment.Kind.WEIGHT)));
    }

    /** Of different size for each parameter, with a drift. */
    private static float[] gradient(Random random) {
        float[] gradient = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            gradient[i] = (float) (random.nextGaussian() * Math.pow(10, i % 5 - 3) + 0.01);
        }
        return gradient;
    }

    private static INDArray doubles(float[] values) {
        return Nd4j.createFromArray(values).castTo(DataType.DOUBLE).reshape(1, LENGTH);
    }

    private static GradientUpdater<?> instantiate(IUpdater updater) {
        long size = updater.stateSize(LENGTH);
        INDArray state = size == 0 ? null : Nd4j.create(DataType.DOUBLE, 1, size);
        return updater.instantiate(state, true);
    }

    /** The most that updates differ by, relative to the greatest update that the parameter has had. */
    private static final class Agreement {
        private final double[] sizes = new double[LENGTH];

        void expect(float[] update, INDArray expected) {
            for (int i = 0; i < LENGTH; i++) {
                double truth = expected.getDouble(i);
                sizes[i] = Math.max(sizes[i], Math.abs(truth));
                assertThat((double) update[i]).isCloseTo(truth, within(TOLERANCE * sizes[i]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void equalsNd4jForAThousandSteps(Row row) {
        GradientUpdater<?> theirs = instantiate(row.updater());
        OptimizerChain ours = OptimizerChain.of(
                OptimizerPlan.of(new SegmentPlan(row.rule(), row.schedule(), Regularization.NONE)), weights());
        OptimizerState state = ours.newState(List.of(0), LENGTH);
        float[] parameters = new float[LENGTH];
        Agreement agreement = new Agreement();
        Random random = new Random(1);

        for (int step = 1; step <= STEPS; step++) {
            float[] update = gradient(random);
            INDArray expected = doubles(update);
            theirs.applyUpdater(expected, step - 1, 0);
            ours.stage(0, 0).apply(update, parameters, state.slots(0, 0), 0, LENGTH, step);

            agreement.expect(update, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void regularisesAsNd4jForAThousandSteps(Row row) {
        Regularization regularization = new Regularization(0.003, 0.02, 0.01);
        GradientUpdater<?> theirs = instantiate(row.updater());
        OptimizerChain ours = OptimizerChain.of(
                OptimizerPlan.of(new SegmentPlan(row.rule(), row.schedule(), regularization)), weights());
        OptimizerState state = ours.newState(List.of(0), LENGTH);
        Random random = new Random(2);
        float[] parameters = gradient(random);
        parameters[7] = 0;
        Agreement agreement = new Agreement();

        for (int step = 1; step <= STEPS; step++) {
            float[] update = gradient(random);
            INDArray weights = doubles(parameters);
            INDArray expected = doubles(update);
            double rate = row.schedule().at(step);
            new L1Regularization(regularization.l1()).apply(weights, expected, rate, step - 1, 0);
            new L2Regularization(regularization.l2()).apply(weights, expected, rate, step - 1, 0);
            theirs.applyUpdater(expected, step - 1, 0);
            new WeightDecay(regularization.weightDecay(), true).apply(weights, expected, rate, step - 1, 0);
            ours.stage(0, 0).apply(update, parameters, state.slots(0, 0), 0, LENGTH, step);

            agreement.expect(update, expected);
            for (int i = 0; i < LENGTH; i++) {
                parameters[i] -= update[i];
            }
        }
    }

    private static OptimizerChain clipped(Clipping clipping) {
        SegmentPlan plain = OptimizerPlan.of(new UpdateRule.Sgd(), 1).segment(0);
        return OptimizerChain.of(new OptimizerPlan(List.of(plain), clipping, new Averaging.None()), weights());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.05, 1e6})
    void clipsValuesAsNd4j(double threshold) {
        float[] update = gradient(new Random(3));
        INDArray expected = Nd4j.exec(new ClipByValue(doubles(update), -threshold, threshold))[0];

        OptimizerChain chain = clipped(new Clipping.ByValue(threshold));
        chain.stage(0, 0)
                .apply(
                        update,
                        new float[LENGTH],
                        chain.newState(List.of(0), LENGTH).slots(0, 0),
                        0,
                        LENGTH,
                        1);

        new Agreement().expect(update, expected);
    }
}

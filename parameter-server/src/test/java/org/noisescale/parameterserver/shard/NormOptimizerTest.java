package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/**
 * What needs norms over whole segments, through three shards, against the papers' formulas in double: weights [0, 50),
 * biases [50, 60), a statistic [60, 65), weights [65, 100).
 */
final class NormOptimizerTest {
    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new Segment("0_W", 0, 50, Segment.Kind.WEIGHT),
            new Segment("0_b", 50, 10, Segment.Kind.BIAS),
            new Segment("1_mean", 60, 5, Segment.Kind.STATISTIC),
            new Segment("2_W", 65, 35, Segment.Kind.WEIGHT)));

    private static final int STEPS = 30;
    private static final double L1 = 0.01;
    private static final double L2 = 0.02;
    private static final double DECAY = 0.05;
    private static final LearningRateSchedule RATE = new LearningRateSchedule.Constant(0.1);

    private final Random random = new Random(1);
    private final double[] theta = new double[100];
    private final double[][] state = new double[2][100];

    /** Turns the mean gradient of a step into its update, in place. */
    private interface Formula {
        void apply(double[] update, int step);
    }

    private void agrees(OptimizerPlan plan, Formula formula) {
        Cluster cluster = new Cluster(new ChunkPlan(LAYOUT), 2, 2, 3, plan);
        for (int step = 0; step < STEPS; step++) {
            float[][] gradients = new float[2][100];
            double[] update = new double[100];
            for (int i = 0; i < 100; i++) {
                gradients[0][i] = (float) random.nextGaussian();
                gradients[1][i] = (float) (3 * random.nextGaussian() + 1);
                update[i] = ((double) gradients[0][i] + gradients[1][i]) / (isStatistic(i) ? 2 : 5);
            }
            cluster.pushes(step, gradients, new long[] {2, 3}).forEach(cluster::offer);
            double[] mean = update.clone();
            formula.apply(update, step + 1);
            for (int i = 0; i < 100; i++) {
                theta[i] -= isStatistic(i) ? mean[i] : update[i];
            }
        }
        float[] parameters = cluster.parameters();
        for (int i = 0; i < 100; i++) {
            assertThat((double) parameters[i]).isCloseTo(theta[i], within(2e-5 * (1 + Math.abs(theta[i]))));
        }
    }

    private static boolean isStatistic(int index) {
        return index >= 60 && index < 65;
    }

    private static double norm(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += isStatistic(i) ? 0 : values[i] * values[i];
        }
        return Math.sqrt(sum);
    }

    private static void scale(double[] values, int from, int to, double factor) {
        for (int i = from; i < to; i++) {
            values[i] *= factor;
        }
    }

    private static void clip(double[] values, int from, int to, double threshold) {
        double norm = norm(values, from, to);
        scale(values, from, to, norm > threshold ? threshold / norm : 1);
    }

    private static OptimizerPlan plan(UpdateRule rule, Regularization regularization, Clipping clipping) {
        return new OptimizerPlan(List.of(new SegmentPlan(rule, RATE, regularization)), clipping, new Averaging.None());
    }

    /** L1, L2 and decoupled weight decay act on weights alone, after clipping. */
    private void regularizedDescent(double[] update) {
        for (int i = 0; i < 100; i++) {
            boolean weight = i < 50 || i >= 65;
            double penalty = weight ? L2 * theta[i] + L1 * Math.signum(theta[i]) : 0;
            update[i] = 0.1 * (update[i] + penalty) + (weight ? 0.1 * DECAY * theta[i] : 0);
        }
    }

    @Test
    void clippingByGlobalNormMeasuresAllTrainableSegmentsTogetherAndNoPenalty() {
        Clipping clipping = new Clipping.ByGlobalNorm(4);
        agrees(plan(new UpdateRule.Sgd(), new Regularization(L1, L2, DECAY), clipping), (update, step) -> {
            clip(update, 0, 100, 4);
            regularizedDescent(update);
        });
    }

    @Test
    void clippingBySegmentNormMeasuresEachSegmentAlone() {
        Clipping clipping = new Clipping.BySegmentNorm(2);
        agrees(plan(new UpdateRule.Sgd(), new Regularization(L1, L2, DECAY), clipping), (update, step) -> {
            clip(update, 0, 50, 2);
            clip(update, 50, 60, 2);
            clip(update, 65, 100, 2);
            regularizedDescent(update);
        });
    }

    @Test
    void groupsHaveRulesOfTheirOwn() {
        Clipping clipping = new Clipping.ByGroup(List.of(
                new Clipping.Group(List.of(0, 1), Clipping.Rule.NORM, 3),
                new Clipping.Group(List.of(2, 3), Clipping.Rule.RENORMALIZE, 0)));
        agrees(plan(new UpdateRule.Sgd(), Regularization.NONE, clipping), (update, step) -> {
            clip(update, 0, 60, 3);
            scale(update, 65, 100, 1 / norm(update, 65, 100));
            scale(update, 0, 100, 0.1);
        });
    }

    @Test
    void aGroupMayBeClippedByValueBesideAnotherByNormAndOneThatIsNot() {
        Clipping clipping = new Clipping.ByGroup(List.of(
                new Clipping.Group(List.of(0), Clipping.Rule.VALUE, 0.25),
                new Clipping.Group(List.of(1), Clipping.Rule.NORM, 0.5)));
        agrees(plan(new UpdateRule.Sgd(), Regularization.NONE, clipping), (update, step) -> {
            for (int i = 0; i < 50; i++) {
                update[i] = Math.max(-0.25, Math.min(0.25, update[i]));
            }
            clip(update, 50, 60, 0.5);
            scale(update, 0, 100, 0.1);
        });
    }

    private void lars(double[] update, int from, int to) {
        double parameters = norm(theta, from, to);
        double divisor = norm(update, from, to) + DECAY * parameters;
        double ratio = parameters > 0 ? 0.02 * parameters / divisor : 1;
        for (int i = from; i < to; i++) {
            update[i] = ratio * (update[i] + DECAY * theta[i]);
        }
    }

    /** Biases have the ratio 1. At the start |θ| is 0, so that the ratio is 1 once. */
    @Test
    void larsIsThatOfItsPaper() {
        Regularization decay = new Regularization(0, 0, DECAY);
        agrees(plan(new UpdateRule.Lars(0.9, 0.02), decay, new Clipping.None()), (update, step) -> {
            lars(update, 0, 50);
            lars(update, 65, 100);
            for (int i = 0; i < 100; i++) {
                state[0][i] = 0.9 * state[0][i] + 0.1 * update[i];
                update[i] = state[0][i];
            }
        });
    }

    private void lamb(double[] update, int from, int to) {
        for (int i = from; i < to; i++) {
            update[i] += DECAY * theta[i];
        }
        double parameters = norm(theta, from, to);
        scale(update, from, to, parameters > 0 ? parameters / norm(update, from, to) : 1);
    }

    /** Three stages, since the gradient is clipped before. */
    @Test
    void lambIsThatOfItsPaperAlsoAfterClipping() {
        Regularization decay = new Regularization(0, 0, DECAY);
        UpdateRule rule = new UpdateRule.Lamb(0.9, 0.99, 1e-6);
        agrees(plan(rule, decay, new Clipping.ByGlobalNorm(4)), (update, step) -> {
            clip(update, 0, 100, 4);
            for (int i = 0; i < 100; i++) {
                state[0][i] = 0.9 * state[0][i] + 0.1 * update[i];
                state[1][i] = 0.99 * state[1][i] + 0.01 * update[i] * update[i];
                double second = state[1][i] / (1 - Math.pow(0.99, step));
                update[i] = state[0][i] / (1 - Math.pow(0.9, step)) / (Math.sqrt(second) + 1e-6);
            }
            lamb(update, 0, 50);
            lamb(update, 65, 100);
            scale(update, 0, 100, 0.1);
        });
    }

    /** Weights by LAMB, biases by plain descent, the last weights not at all. */
    @Test
    void segmentsWithPlansOfTheirOwnPassTheStagesTogether() {
        SegmentPlan none = new SegmentPlan(new UpdateRule.Sgd(), RATE, Regularization.NONE);
        SegmentPlan first = new SegmentPlan(new UpdateRule.Lars(0, 0.02), RATE, new Regularization(0, 0, DECAY));
        SegmentPlan frozen = new SegmentPlan(new UpdateRule.Frozen(), RATE, Regularization.NONE);
        OptimizerPlan plan = new OptimizerPlan(
                List.of(first, none, none, frozen), new Clipping.ByGlobalNorm(3), new Averaging.None());
        agrees(plan, (update, step) -> {
            scale(update, 65, 100, 0);
            clip(update, 0, 60, 3);
            lars(update, 0, 50);
            scale(update, 0, 100, 0.1);
        });
        assertThat(norm(theta, 65, 100)).isZero();
    }
}

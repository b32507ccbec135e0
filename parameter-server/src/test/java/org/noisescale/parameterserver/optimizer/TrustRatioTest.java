package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LARS and LAMB over whole trainings against their papers' algorithms in double. */
class TrustRatioTest {
    private static final int LENGTH = 23;
    private static final int STEPS = 1000;
    private static final double LEARNING_RATE = 0.02;
    private static final double WEIGHT_DECAY = 0.01;

    /** A step of a paper's algorithm: changes the parameters. */
    private interface NaiveStep {
        void take(double[] parameters, double[] gradient);
    }

    private record Case(UpdateRule rule, NaiveStep twin) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(new UpdateRule.Lars(0.9, 0.05), lars(0.9, 0.05)),
                new Case(new UpdateRule.Lamb(0.9, 0.99, 1e-6), lamb(0.9, 0.99, 1e-6)));
    }

    /** You et al. 2017, algorithm 1. */
    private static NaiveStep lars(double momentum, double trust) {
        double[] velocity = new double[LENGTH];
        return (parameters, gradient) -> {
            double rate = LEARNING_RATE * trust * norm(parameters) / (norm(gradient) + WEIGHT_DECAY * norm(parameters));
            for (int i = 0; i < LENGTH; i++) {
                velocity[i] = momentum * velocity[i] + rate * (gradient[i] + WEIGHT_DECAY * parameters[i]);
                parameters[i] -= velocity[i];
            }
        };
    }

    /** You et al. 2020, algorithm 2. */
    private static NaiveStep lamb(double beta1, double beta2, double epsilon) {
        double[] first = new double[LENGTH];
        double[] second = new double[LENGTH];
        int[] step = new int[1];
        return (parameters, gradient) -> {
            step[0]++;
            double[] direction = new double[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
                second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
                double m = first[i] / (1 - Math.pow(beta1, step[0]));
                double v = second[i] / (1 - Math.pow(beta2, step[0]));
                direction[i] = m / (Math.sqrt(v) + epsilon) + WEIGHT_DECAY * parameters[i];
            }
            double ratio = norm(parameters) / norm(direction);
            for (int i = 0; i < LENGTH; i++) {
                parameters[i] -= LEARNING_RATE * ratio * direction[i];
            }
        };
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithThePaperInDoublePrecisionForAThousandSteps(Case each) {
        SegmentPlan plan = new SegmentPlan(
                each.rule(), new LearningRateSchedule.Constant(LEARNING_RATE), new Regularization(0, 0, WEIGHT_DECAY));
        OneSegment chain = OneSegment.of(OptimizerPlan.of(plan));
        float[][][] slots = chain.newSlots(LENGTH);
        Random random = new Random(4);
        float[] parameters = new float[LENGTH];
        double[] expected = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            parameters[i] = (float) random.nextGaussian();
            expected[i] = parameters[i];
        }

        for (int step = 1; step <= STEPS; step++) {
            float[] update = new float[LENGTH];
            double[] gradient = new double[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                update[i] = (float) (random.nextGaussian() + 0.1);
                gradient[i] = update[i];
            }
            chain.apply(update, parameters, slots, 0, LENGTH, step);
            each.twin().take(expected, gradient);
            for (int i = 0; i < LENGTH; i++) {
                parameters[i] -= update[i];
            }
        }

        double[] difference = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            difference[i] = parameters[i] - expected[i];
        }
        assertThat(norm(difference) / norm(expected)).isLessThan(1e-5);
    }
}

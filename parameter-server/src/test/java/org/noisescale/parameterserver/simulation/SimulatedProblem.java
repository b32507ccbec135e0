package org.noisescale.parameterserver.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.EvaluationSchedule;

/**
 * What is trained: a quadratic whose noise is a pure function of step, virtual worker and index.
 *
 * @param judged whether the driver may end the run after an evaluation
 */
record SimulatedProblem(
        ParameterLayout layout,
        int virtualWorkers,
        OptimizerPlan optimizer,
        EvaluationSchedule evaluations,
        boolean judged) {
    private static final Duration WAIT_LIMIT = Duration.ofMillis(1500);
    private static final long FIRST_RUN = 4000;

    static SimulatedProblem of(SplittableRandom random) {
        List<Integer> lengths = new ArrayList<>(List.of(5 + random.nextInt(20)));
        for (int more = random.nextInt(4); more > 0; more--) {
            lengths.add(1 + random.nextInt(20));
        }
        return new SimulatedProblem(
                Layouts.ofLengths(lengths),
                1 + random.nextInt(7),
                optimizer(random),
                new EvaluationSchedule(2 + random.nextInt(7), random.nextInt(4)),
                random.nextBoolean());
    }

    private static OptimizerPlan optimizer(SplittableRandom random) {
        List<UpdateRule> rules = List.of(
                new UpdateRule.Sgd(),
                new UpdateRule.Momentum(0.9),
                new UpdateRule.Adam(0.9, 0.99, 1e-8),
                new UpdateRule.AmsGrad(0.9, 0.99, 1e-8, UpdateRule.AdamForm.EPSILON_CORRECTED),
                new UpdateRule.Lars(0.9, 0.02),
                new UpdateRule.Lamb(0.9, 0.99, 1e-6));
        List<Clipping> clippings =
                List.of(new Clipping.None(), new Clipping.ByGlobalNorm(0.7), new Clipping.BySegmentNorm(0.5));
        List<Averaging> averagings =
                List.of(new Averaging.None(), new Averaging.Exponential(0.8), new Averaging.Polyak(3));
        return new OptimizerPlan(
                List.of(new SegmentPlan(
                        rules.get(random.nextInt(rules.size())),
                        new LearningRateSchedule.Constant(0.05),
                        new Regularization(0, 0.01, 0.1))),
                clippings.get(random.nextInt(clippings.size())),
                averagings.get(random.nextInt(averagings.size())));
    }

    long steps() {
        return evaluations.steps();
    }

    ServerPlan server(int attempt, Arrangement arrangement) {
        return new ServerPlan(
                FIRST_RUN + attempt,
                new ServerPlan.Parties(arrangement.workers(), virtualWorkers, arrangement.shards()),
                layout,
                new ServerPlan.Rules(
                        optimizer,
                        new BulkSynchronousPolicy(),
                        NoiseMeter.ofIndependentDraws(virtualWorkers),
                        evaluations.every()),
                steps(),
                WAIT_LIMIT);
    }

    float[] start() {
        float[] parameters = new float[layout.length()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = 1 + i % 7;
        }
        return parameters;
    }

    long examples(int virtualWorker) {
        return 1L + virtualWorker % 3;
    }

    /** Writes the sum of the gradients of one virtual worker; returns the sum of its losses. */
    double gradientInto(float[] gradient, float[] parameters, long step, int virtualWorker) {
        float count = examples(virtualWorker);
        double loss = 0;
        for (int i = 0; i < gradient.length; i++) {
            float noise = (mix(step, virtualWorker, i) & 0xffff) / 65536f - 0.5f;
            gradient[i] = count * (parameters[i] / (1 + i % 10) + noise);
            loss += count * parameters[i] * parameters[i] / (2 * (1 + i % 10));
        }
        return loss;
    }

    private static int mix(long step, int virtualWorker, int index) {
        long bits = (step * 1_000_003 + virtualWorker) * 0x9e3779b97f4a7c15L + index;
        bits = (bits ^ (bits >>> 31)) * 0xbf58476d1ce4e5b9L;
        return (int) (bits >>> 32);
    }

    EvaluationSum evaluate(float[] parameters, int virtualWorker) {
        double loss = 0;
        for (float value : parameters) {
            loss += examples(virtualWorker) * (double) value * value;
        }
        return new EvaluationSum(examples(virtualWorker), loss, virtualWorker);
    }

    /** The driver's verdict, a function of nothing but what was evaluated. */
    boolean isOverAfter(EvaluationSum sum) {
        return Double.hashCode(sum.lossSum()) % 5 == 0;
    }
}

package org.noisescale.parameterserver.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.Sample;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/**
 * The noisy quadratic model (Zhang et al. 2019, arXiv:1907.04164) trained by shards: d = 10, h = c = 1/i, E θ₀² = 1.
 * The 4,000 independent runs stand side by side in one parameter vector. The expected losses after 1, 10 and 100 steps
 * come from the closed recursion of its mean and variance. The standard error is 1.5 % of the loss or less.
 */
final class NoisyQuadraticTest {
    private static final int DIMENSIONS = 10;
    private static final int RUNS = 4000;

    private static double hessian(int index) {
        return 1.0 / (1 + index % DIMENSIONS);
    }

    /** Gradient sums over {@code batch} examples for each virtual worker. */
    private static void fill(float[][] gradients, float[] parameters, long batch, SplittableRandom random) {
        for (float[] gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                double h = hessian(i);
                gradient[i] = (float) (batch * h * parameters[i] + Math.sqrt(batch * h) * random.nextGaussian());
            }
        }
    }

    private static Sample losses(float[] parameters) {
        Sample losses = new Sample();
        for (int run = 0; run < RUNS; run++) {
            double loss = 0;
            for (int i = run * DIMENSIONS; i < (run + 1) * DIMENSIONS; i++) {
                loss += 0.5 * hessian(i) * parameters[i] * parameters[i];
            }
            losses.add(loss);
        }
        return losses;
    }

    /** The cluster's shards start at 0; the random start is added to what they hold. */
    private static float[] plus(float[] start, float[] moved) {
        float[] sum = start.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += moved[i];
        }
        return sum;
    }

    private static Sample lossesAfter(int steps, OptimizerPlan optimizer, int virtualWorkers, long batch) {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLength(RUNS * DIMENSIONS));
        Cluster cluster = new Cluster(chunks, virtualWorkers, Math.min(2, virtualWorkers), 3, optimizer);
        SplittableRandom random = new SplittableRandom(1);
        float[] start = new float[RUNS * DIMENSIONS];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) random.nextGaussian();
        }
        float[][] gradients = new float[virtualWorkers][start.length];
        long[] examples = new long[virtualWorkers];
        Arrays.fill(examples, batch);
        for (int step = 0; step < steps; step++) {
            fill(gradients, plus(start, cluster.parameters()), batch, random);
            cluster.pushes(step, gradients, examples).forEach(cluster::offer);
        }
        return losses(plus(start, cluster.parameters()));
    }

    @ParameterizedTest(name = "after {0} steps with batch {1} x {2}")
    @CsvSource({
        "0, 1, 1, 1.464484",
        "1, 1, 1, 1.033013",
        "10, 1, 1, .507790",
        "100, 1, 1, .426694",
        "1, 4, 4, .851399",
        "10, 4, 4, .134510",
        "100, 4, 4, .026671"
    })
    void gradientDescentHasTheLossOfTheClosedForm(int steps, int virtualWorkers, long batch, double loss) {
        Sample losses = lossesAfter(steps, OptimizerPlan.of(new UpdateRule.Sgd(), 0.5), virtualWorkers, batch);

        assertThat(losses.z(loss)).isBetween(-5.0, 5.0);
        assertThat(losses.standardError()).isLessThan(0.015 * loss);
    }

    @ParameterizedTest(name = "after {0} steps")
    @CsvSource({"1, 1.390430", "10, .524675", "100, .368715"})
    void heavyBallMomentumHasTheLossOfTheClosedForm(int steps, double loss) {
        Sample losses = lossesAfter(steps, OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.05), 1, 1);

        assertThat(losses.z(loss)).isBetween(-5.0, 5.0);
        assertThat(losses.standardError()).isLessThan(0.015 * loss);
    }
}

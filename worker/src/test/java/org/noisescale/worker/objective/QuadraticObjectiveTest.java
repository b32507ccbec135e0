package org.noisescale.worker.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.worker.dataset.BatchShares;

class QuadraticObjectiveTest {
    private static final int DRAWS = 40_000;
    private static final QuadraticPlan PLAN =
            new QuadraticPlan(List.of(2.0, 0.5), List.of(3.0, 0.25), List.of(1.5, -1.0), 17);

    /** Standard errors: of the mean √(b c / n), of the variance b c √(2/n); b = 3, n = 40,000. */
    @Test
    void theSumOverASliceHasTheMeanAndVarianceOfThatManyExamples() {
        Objective objective = open(new BatchShares(6, 2), PLAN);
        double[] sums = new double[2];
        double[] squares = new double[2];
        double[] expected = {3 * 2.0 * 1.5, 3 * 0.5 * -1.0};
        double[] variance = {3 * 3.0, 3 * 0.25};

        for (int step = 0; step < DRAWS; step++) {
            objective.sumGradient(step, 1);
            for (int i = 0; i < 2; i++) {
                double noise = objective.gradient().asFloatBuffer().get(i) - expected[i];
                sums[i] += noise;
                squares[i] += noise * noise;
            }
        }

        for (int i = 0; i < 2; i++) {
            double meanZ = sums[i] / DRAWS / Math.sqrt(variance[i] / DRAWS);
            double varianceZ = (squares[i] / DRAWS - variance[i]) / (variance[i] * Math.sqrt(2.0 / DRAWS));
            assertThat(meanZ).isBetween(-5.0, 5.0);
            assertThat(varianceZ).isBetween(-5.0, 5.0);
        }
    }

    @Test
    void theLossIsTheExactExpectationTimesTheExamples() {
        Objective objective = open(new BatchShares(6, 2), PLAN);

        double lossSum = objective.sumGradient(0, 0);

        assertThat(lossSum).isCloseTo(3 * (2.0 * 1.5 * 1.5 + 0.5) / 2, within(1e-12));
        assertThat(objective.evaluate(0).lossSum()).isCloseTo((2.0 * 1.5 * 1.5 + 0.5) / 2, within(1e-12));
    }

    @Test
    void theSameSeedStepAndVirtualWorkerGiveTheSameNoiseAndAnyOtherDoesNot() {
        Objective objective = open(new BatchShares(6, 2), PLAN);
        Objective otherSeed = open(
                new BatchShares(6, 2),
                new QuadraticPlan(PLAN.curvatures(), PLAN.noiseVariances(), PLAN.initialParameters(), 18));

        float reference = gradient(objective, 4, 1);

        assertThat(gradient(open(new BatchShares(6, 2), PLAN), 4, 1)).isEqualTo(reference);
        assertThat(gradient(objective, 5, 1)).isNotEqualTo(reference);
        assertThat(gradient(objective, 4, 0)).isNotEqualTo(reference);
        assertThat(gradient(otherSeed, 4, 1)).isNotEqualTo(reference);
    }

    @Test
    void listsOfUnequalLengthAreRefused() {
        List<Double> one = List.of(1.0);

        assertThatThrownBy(() -> new QuadraticPlan(one, List.of(1.0, 2.0), one, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1, 2 and 1");
    }

    private static float gradient(Objective objective, long step, int virtualWorker) {
        objective.sumGradient(step, virtualWorker);
        return objective.gradient().asFloatBuffer().get(0);
    }

    private static Objective open(BatchShares shares, QuadraticPlan plan) {
        Objective objective = plan.open(new WorkerShare(new VirtualWorkerRange(0, 2), shares, List.of(), List.of()));
        objective.parameters().asFloatBuffer().put(plan.initialModel().parameters());
        return objective;
    }
}

package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.GaussianExamples;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.WorkerShare;

class LeastSquaresObjectiveTest {
    private static final LeastSquaresPlan PLAN =
            new LeastSquaresPlan(List.of(2.0, 1.0, 0.25), 0.5, List.of(1.0, -1.0, 3.0), List.of(0.5, 0.25, 2.0), 17);

    /** The gradient of ½(w·x − y)² is (w·x − y)x: no factor 2, no division by the size of the slice. */
    @Test
    void theSumOverASliceIsThatOfTheHalvedSquares() {
        Objective objective = open(new BatchShares(7, 2));
        float[] features = new float[4 * 3];
        float[] labels = new float[4];
        new GaussianExamples(PLAN.spectrum(), PLAN.optimum(), 0.5, 17).drawInto(6, 1, features, labels);
        double[] expected = new double[3];
        double loss = 0;
        for (int row = 0; row < 4; row++) {
            double error = 0.5 * features[row * 3] + 0.25 * features[row * 3 + 1] + 2 * features[row * 3 + 2];
            error -= labels[row];
            loss += error * error / 2;
            for (int i = 0; i < 3; i++) {
                expected[i] += error * features[row * 3 + i];
            }
        }

        double lossSum = objective.sumGradient(6, 1);

        assertThat(objective.examples(1)).isEqualTo(4);
        assertThat(lossSum).isCloseTo(loss, within(1e-5));
        for (int i = 0; i < 3; i++) {
            assertThat(floats(objective).get(i)).isCloseTo((float) expected[i], within(1e-5f));
        }
    }

    @Test
    void anEvaluationIsTheExactExcessRisk() {
        Objective objective = open(new BatchShares(7, 2));

        double excess = (2 * 0.5 * 0.5 + 1.25 * 1.25 + 0.25) / 2;

        assertThat(objective.evaluate(0).lossSum()).isCloseTo(excess, within(1e-7));
        assertThat(objective.evaluate(0).examples()).isEqualTo(1);
    }

    @Test
    void aStepIsDrawnTheSameWheneverItIsAskedFor() {
        Objective objective = open(new BatchShares(8, 2));
        Objective another = open(new BatchShares(8, 2));
        another.sumGradient(4, 0);

        double first = objective.sumGradient(3, 1);
        double otherStep = objective.sumGradient(4, 1);
        double otherWorker = objective.sumGradient(3, 0);
        double again = another.sumGradient(3, 1);

        assertThat(again).isEqualTo(first);
        assertThat(List.of(otherStep, otherWorker)).doesNotContain(first);
    }

    @Test
    void hasOneSegmentOfWeightsAndNoBias() {
        ParameterLayout layout = PLAN.initialModel().layout();

        assertThat(layout.segments()).containsExactly(new Segment("0_W", 0, 3, Segment.Kind.WEIGHT));
        assertThat(PLAN.initialModel().parameters()).containsExactly(0.5f, 0.25f, 2);
    }

    @Test
    void refusesListsThatDoNotFitTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeastSquaresPlan(List.of(1.0), 1, List.of(1.0, 2.0), List.of(1.0), 1))
                .withMessageContaining("were 1, 2 and 1");
    }

    private static FloatBuffer floats(Objective objective) {
        return objective.gradient().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static Objective open(BatchShares shares) {
        Objective objective = PLAN.open(
                new WorkerShare(new VirtualWorkerRange(0, shares.virtualWorkers()), shares, List.of(), List.of()));
        objective
                .parameters()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(PLAN.initialModel().parameters());
        return objective;
    }
}

package org.noisescale.parameterserver.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule.Constant;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule.Cosine;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule.InverseSquareRoot;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule.Linear;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule.Step;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule.WarmUp;

class LearningRateScheduleTest {
    private static double[] rates(LearningRateSchedule schedule, long... steps) {
        return LongStream.of(steps).mapToDouble(schedule::at).toArray();
    }

    @Test
    void stepsAsTheExampleInPyTorchsDocumentationOfStepLr() {
        Step schedule = new Step(0.05, 30, 0.1);

        double[] rates = rates(schedule, 1, 30, 31, 60, 61, 90);

        assertThat(rates).containsExactly(new double[] {0.05, 0.05, 0.005, 0.005, 0.0005, 0.0005}, within(1e-18));
    }

    @Test
    void annealsAsTheClosedFormInPyTorchsDocumentationOfCosineAnnealingLr() {
        Cosine schedule = new Cosine(0.1, 1000, 0.01);

        for (int epoch = 0; epoch <= 1000; epoch++) {
            double published = 0.001 + 0.5 * (0.1 - 0.001) * (1 + Math.cos(epoch * Math.PI / 1000));
            assertThat(schedule.at(epoch + 1)).isCloseTo(published, within(1e-16));
        }
        assertThat(rates(schedule, 1, 251, 501, 751, 1001))
                .containsExactly(new double[] {0.1, 0.085501785, 0.0505, 0.015498215, 0.001}, within(1e-9));
    }

    @Test
    void fallsLinearly() {
        Linear schedule = new Linear(1, 4, 0.2);

        assertThat(rates(schedule, 1, 2, 3, 4, 5)).containsExactly(new double[] {1, 0.8, 0.6, 0.4, 0.2}, within(1e-15));
    }

    /** Vaswani et al. 2017, equation 3, with d = 512 and 4000 steps of warm-up: at most 7·10⁻⁴. */
    @Test
    void warmsUpAndDecaysAsTheTransformer() {
        double top = Math.pow(512, -0.5) * Math.pow(4000, -0.5);
        WarmUp schedule = new WarmUp(new InverseSquareRoot(top, 4000), 4000, 0);

        for (long step = 1; step <= 100_000; step += 37) {
            double published =
                    Math.pow(512, -0.5) * Math.min(1 / Math.sqrt((double) step), step * Math.pow(4000, -1.5));
            assertThat(schedule.at(step)).isCloseTo(published, within(1e-12 * published));
        }
        assertThat(schedule.at(4000)).isCloseTo(6.987712429686843e-4, within(1e-17));
    }

    @Test
    void warmsUpFromAFraction() {
        WarmUp schedule = new WarmUp(new Constant(0.8), 4, 0.5);

        assertThat(rates(schedule, 1, 2, 3, 4, 5))
                .containsExactly(new double[] {0.5, 0.6, 0.7, 0.8, 0.8}, within(1e-15));
    }

    @Test
    void theLastStepOfAWarmUpIsTheFirstOfTheDecay() {
        WarmUp schedule = new WarmUp(new Linear(1, 2, 0), 3, 0);

        assertThat(rates(schedule, 1, 2, 3, 4, 5, 6))
                .containsExactly(new double[] {1 / 3.0, 2 / 3.0, 1, 0.5, 0, 0}, within(1e-15));
    }

    @Test
    void staysWhereADecayArrives() {
        assertThat(new Cosine(0.1, 10, 0.5).at(1_000_000)).isEqualTo(0.05);
        assertThat(new Linear(0.1, 10, 0).at(1_000_000)).isZero();
        assertThat(new Step(1, 1, 0.5).at(10_000_000)).isZero();
    }

    @Test
    void aTableSaysWhatItsFunctionSaysAndKeepsTheLastRate() {
        Cosine cosine = new Cosine(0.1, 300, 0);

        TabulatedSchedule table = TabulatedSchedule.of(300, cosine::at);

        for (long step = 1; step <= 300; step++) {
            assertThat(table.at(step)).isEqualTo(cosine.at(step));
        }
        assertThat(table.at(301)).isEqualTo(cosine.at(300));
        assertThat(table)
                .isEqualTo(TabulatedSchedule.of(300, cosine::at))
                .hasSameHashCodeAs(TabulatedSchedule.of(300, cosine::at));
        assertThat(table).isNotEqualTo(TabulatedSchedule.of(299, cosine::at));
    }

    @Test
    void aTableKeepsOnlyTheChanges() {
        TabulatedSchedule table = TabulatedSchedule.of(100_000, new Step(1, 40_000, 0.5)::at);

        assertThat(table).hasToString("TabulatedSchedule[3 rates, first 1.0, last 0.25]");
        assertThat(rates(table, 1, 40_000, 40_001, 80_000, 80_001, 100_001))
                .containsExactly(1, 1, 0.5, 0.5, 0.25, 0.25);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new WarmUp(new Constant(1), 0, 0)).hasMessage("warmupSteps must be at least 1, was 0");
        assertThatThrownBy(() -> new WarmUp(new Constant(1), 1, 1)).hasMessage("warmupFrom must be in [0, 1), was 1.0");
        assertThatThrownBy(() -> new Linear(1, 0, 0)).hasMessage("steps must be at least 1, was 0");
        assertThatThrownBy(() -> new Cosine(1, 1, -1)).hasMessage("finalFraction must be in [0, 1), was -1.0");
        assertThatThrownBy(() -> new Step(1, 1, 0)).hasMessage("factor must be in (0, 1], was 0.0");
        assertThatThrownBy(() -> new InverseSquareRoot(0, 1)).hasMessageContaining("learningRate must be positive");
        assertThatThrownBy(() -> TabulatedSchedule.of(3, step -> -step))
                .hasMessage("learningRate must be at least 0 and finite as a float, was -1.0 at step 1");
    }
}

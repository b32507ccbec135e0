package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

class OptimizerReaderTest {
    private static OptimizerPlan plan(String optimizer) {
        return StudyText.of("optimizer: " + optimizer).base().optimizer();
    }

    private static LearningRateSchedule schedule(String keys) {
        return plan("{learningRate: 0.5, schedule: {" + keys + "}}").segment(0).schedule();
    }

    private static UpdateRule rule(String keys) {
        return plan("{" + keys + "}").segment(0).rule();
    }

    @Test
    void readsEveryPart() {
        OptimizerPlan plan = plan("{kind: adamw, l1: 0.1, l2: 0.2, clipping: {kind: global-norm, threshold: 3},"
                + " averaging: {kind: exponential, decay: 0.5}}");

        assertThat(plan)
                .isEqualTo(new OptimizerPlan(
                        List.of(new SegmentPlan(
                                new UpdateRule.Adam(0.9, 0.999, 1e-8),
                                new LearningRateSchedule.Constant(0.001),
                                new Regularization(0.1, 0.2, 0.01))),
                        new Clipping.ByGlobalNorm(3),
                        new Averaging.Exponential(0.5)));
    }

    @Test
    void readsTheKeysOfEveryRule() {
        assertThat(rule("kind: momentum, momentum: 0.8, form: average"))
                .isEqualTo(new UpdateRule.Momentum(0.8, MomentumForm.AVERAGE));
        assertThat(rule("kind: nesterov, momentum: 0.8, form: learning-rate-inside"))
                .isEqualTo(new UpdateRule.Nesterov(0.8, MomentumForm.LEARNING_RATE_INSIDE));
        assertThat(rule("kind: adagrad, epsilon: 0.1, initialAccumulator: 0"))
                .isEqualTo(new UpdateRule.AdaGrad(0.1, 0));
        assertThat(rule("kind: rmsprop, decay: 0.7, epsilon: 0.1, initialAccumulator: 2"))
                .isEqualTo(new UpdateRule.RmsProp(0.7, 0.1, 2));
        assertThat(rule("kind: adadelta, decay: 0.7, epsilon: 0.1")).isEqualTo(new UpdateRule.AdaDelta(0.7, 0.1));
        assertThat(rule("kind: adam, beta1: 0.1, beta2: 0.2, epsilon: 0.3, form: no-bias-correction"))
                .isEqualTo(new UpdateRule.Adam(0.1, 0.2, 0.3, AdamForm.NO_BIAS_CORRECTION));
        assertThat(rule("kind: adamw, beta1: 0.1, beta2: 0.2, epsilon: 0.3, form: epsilon-inside-root"))
                .isEqualTo(new UpdateRule.Adam(0.1, 0.2, 0.3, AdamForm.EPSILON_INSIDE_ROOT));
        assertThat(rule("kind: amsgrad, beta1: 0.1, beta2: 0.2, epsilon: 0.3, form: epsilon-corrected"))
                .isEqualTo(new UpdateRule.AmsGrad(0.1, 0.2, 0.3, AdamForm.EPSILON_CORRECTED));
        assertThat(rule("kind: nadam, beta1: 0.1, beta2: 0.2, epsilon: 0.3"))
                .isEqualTo(new UpdateRule.Nadam(0.1, 0.2, 0.3));
        assertThat(rule("kind: adamax, beta1: 0.1, beta2: 0.2, epsilon: 0.3"))
                .isEqualTo(new UpdateRule.AdaMax(0.1, 0.2, 0.3));
        assertThat(rule("kind: adabelief, beta1: 0.1, beta2: 0.2, epsilon: 0.3"))
                .isEqualTo(new UpdateRule.AdaBelief(0.1, 0.2, 0.3));
        assertThat(rule("kind: lars, momentum: 0.8, trust: 0.1")).isEqualTo(new UpdateRule.Lars(0.8, 0.1));
        assertThat(rule("kind: lamb, beta1: 0.1, beta2: 0.2, epsilon: 0.3"))
                .isEqualTo(new UpdateRule.Lamb(0.1, 0.2, 0.3));
    }

    @Test
    void readsTheOtherClippingsAndAverages() {
        assertThat(plan("{clipping: {kind: value, threshold: 0.5}}").clipping()).isEqualTo(new Clipping.ByValue(0.5));
        assertThat(plan("{clipping: {kind: segment-norm}}").clipping()).isEqualTo(new Clipping.BySegmentNorm(1));
        assertThat(plan("{averaging: {kind: polyak, fromStep: 100}}").averaging())
                .isEqualTo(new Averaging.Polyak(100));
    }

    @Test
    void lengthsOfSchedulesFollowTheTraining() {
        assertThat(schedule("kind: cosine")).isEqualTo(new LearningRateSchedule.Cosine(0.5, 400, 0));
        assertThat(schedule("kind: step")).isEqualTo(new LearningRateSchedule.Step(0.5, 133, 0.1));
        assertThat(schedule("kind: linear, warmupSteps: 101, finalFraction: 0.1"))
                .isEqualTo(new LearningRateSchedule.WarmUp(new LearningRateSchedule.Linear(0.5, 300, 0.1), 101, 0));
        assertThat(schedule("kind: inverse-square-root, warmupSteps: 50, warmupFrom: 0.2"))
                .isEqualTo(
                        new LearningRateSchedule.WarmUp(new LearningRateSchedule.InverseSquareRoot(0.5, 50), 50, 0.2));
    }

    @ParameterizedTest
    @CsvSource({"none, 0.1", "linear, 0.4", "square-root, 0.2"})
    void scalesTheLearningRateWithTheBatch(String scaling, double expected) {
        String reference = scaling.equals("none") ? "" : ", referenceBatchSize: 16";

        LearningRateSchedule schedule = plan("{learningRate: 0.1, batchScaling: " + scaling + reference + "}")
                .segment(0)
                .schedule();

        assertThat(schedule).isEqualTo(new LearningRateSchedule.Constant(expected));
    }

    @Test
    void aSweptBatchSizeScalesTheLearningRateOfEachRun() {
        Study study = StudyText.of("""
                optimizer: {learningRate: 0.1, batchScaling: linear, referenceBatchSize: 16}
                training: {seeds: [1]}
                sweep: {training.batchSize: [16, 64]}
                """);

        assertThat(study.runs())
                .extracting(run ->
                        run.configuration().optimizer().segment(0).schedule().at(1))
                .containsExactly(0.1, 0.4);
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }
}

package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    private static final OptionalDouble NO_CLASSES = OptionalDouble.empty();

    @Test
    void aLossIsReachedFromAbove() {
        Target target = new Target.Loss(0.5);

        assertThat(target.isReachedAt(0.5, NO_CLASSES)).isTrue();
        assertThat(target.isReachedAt(0.51, OptionalDouble.of(1))).isFalse();
        assertThat(target.isReachedAt(Double.NaN, NO_CLASSES)).isFalse();
    }

    @Test
    void anAccuracyIsReachedFromBelow() {
        Target target = new Target.Accuracy(0.9);

        assertThat(target.isReachedAt(3, OptionalDouble.of(0.9))).isTrue();
        assertThat(target.isReachedAt(0, OptionalDouble.of(0.89))).isFalse();
        assertThat(target.isReachedAt(0, NO_CLASSES)).isFalse();
    }

    @Test
    void isReadWithTheTraining() {
        Study loss = StudyText.of("training: {target: {evaluationLoss: 0.25}}");
        Study accuracy = StudyText.of("training: {target: {evaluationAccuracy: 0.9}}");

        assertThat(loss.base().training().target()).isEqualTo(new Target.Loss(0.25));
        assertThat(accuracy.base().training().target()).isEqualTo(new Target.Accuracy(0.9));
        assertThat(StudyText.of("").base().training().target()).isEqualTo(new Target.None());
        assertThat(StudyText.of("training: {target: {}}").base().training().target())
                .isEqualTo(new Target.None());
        assertThat(StudyText.read(loss.yaml())).isEqualTo(loss);
        assertThat(StudyText.read(accuracy.yaml())).isEqualTo(accuracy);
    }

    @Test
    void canBeSwept() {
        Study study = StudyText.of("sweep: {training.target.evaluationLoss: [0.5, 0.25]}");

        assertThat(study.runs().get(5).configuration().training().target()).isEqualTo(new Target.Loss(0.25));
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            training: {target: 3} | training.target must be a section with keys, was 3
            training: {target: {loss: 3}} | training.target.loss is not a key of training.target; did you mean model.loss?
            training: {target: {evaluationLoss: .nan}} | training.target.evaluationLoss must be a finite number, was ".nan"
            training: {target: {evaluationAccuracy: 2}} | training.target.evaluationAccuracy must be a number in [0.0, 1.0], was 2
            training: {target: {evaluationLoss: 1, evaluationAccuracy: 0.5}} | training.target must be an evaluationLoss or an evaluationAccuracy, had both
            training: {target: {evaluationLoss: 1}, evaluateEvery: 0} | training.evaluateEvery must be at least 1 where there is a target, was 0
            """)
    void refusesWhatCannotBeReached(String section, String message) {
        assertThat(StudyText.refusal(section)).isEqualTo("s.yaml:3: " + message);
    }

    @Test
    void refusesAnAccuracyWhereThereAreNoClasses() {
        assertThat(StudyText.refusal("data: {source: quadratic}\ntraining: {target: {evaluationAccuracy: 0.5}}"))
                .isEqualTo("s.yaml:4: training.target.evaluationAccuracy does not apply to this data, which has no"
                        + " classes");
        assertThat(StudyText.refusal("data: {source: csv, path: t, task: regression}\nmodel: {kind: linear}\n"
                        + "training: {target: {evaluationAccuracy: 0.5}}"))
                .isEqualTo("s.yaml:5: training.target.evaluationAccuracy does not apply to this data, which has no"
                        + " classes");
    }
}

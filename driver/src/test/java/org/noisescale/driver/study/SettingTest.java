package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

class SettingTest {
    @Test
    void overridesTheFileAndAddsToIt() {
        Study study =
                StudyText.of("training: {steps: 5, shards: 3}", "training.steps=6", "optimizer.learningRate=1e-3");

        assertThat(study.base().training().steps()).isEqualTo(6);
        assertThat(study.base().training().cluster().shards()).isEqualTo(3);
        assertThat(study.base().optimizer()).isEqualTo(OptimizerPlan.of(new UpdateRule.Sgd(), 0.001));
    }

    @Test
    void theLastWordCounts() {
        Study study = StudyText.of("", "training.steps=6", "training.steps=7");

        assertThat(study.base().training().steps()).isEqualTo(7);
    }

    @Test
    void setsKeysOfTheStudyItself() {
        Study study = StudyText.of("", "name=other", "question=Why not?", "draws=[noise-trace]");

        assertThat(study.name()).isEqualTo("other");
        assertThat(study.question()).isEqualTo("Why not?");
        assertThat(study.draws()).containsExactly("noise-trace");
    }

    @Test
    void replacesWholeSections() {
        Study study = StudyText.of("data: {examples: 500}", "data={source: csv, path: d.csv}");

        assertThat(((DataPlan.Csv) study.base().data()).path())
                .isEqualTo(Path.of("d.csv").toAbsolutePath().toString());
    }

    @Test
    void sweeps() {
        Study study = StudyText.of("training: {seeds: [4]}", "sweep.training.batchSize=[16,32]");

        assertThat(study.sweep()).containsExactly(new Axis("training.batchSize", List.of("16", "32")));
    }

    @Test
    void clearsASweep() {
        assertThat(StudyText.of("sweep: {training.steps: [1, 2]}", "sweep={}").sweep())
                .isEmpty();
    }

    @Test
    void isThePlaceOfItsErrors() {
        assertThat(StudyText.refusal("training: {steps: 5}", "training.steps=x"))
                .isEqualTo(
                        "--set training.steps=x: training.steps must be a whole number from 1 to 10000000, was \"x\"");
        assertThat(StudyText.refusal("", "training.stesp=3"))
                .isEqualTo("--set training.stesp=3: training.stesp is not a key of training; did you mean steps?");
        assertThat(StudyText.refusal("", "steps=3"))
                .isEqualTo("--set steps=3: steps is not a key of a study; did you mean training.steps?");
        assertThat(StudyText.refusal("", "training.steps=[1")).startsWith("--set training.steps=[1: is not YAML: ");
        assertThat(StudyText.refusal("", "training.steps.more=3"))
                .isEqualTo("--set training.steps.more=3: training.steps must be a whole number from 1 to 10000000,"
                        + " was a section with keys");
        assertThat(StudyText.refusal("training: {steps: 3}", "training.steps.more=3"))
                .isEqualTo("--set training.steps.more=3: training.steps has no keys; it is 3");
    }

    @Test
    void mustHaveAKeyAndAnEqualsSign() {
        assertThat(StudyText.refusal("", "training.steps"))
                .isEqualTo("--set training.steps: must read key=value, e.g. training.steps=100");
        assertThat(StudyText.refusal("", "=3")).startsWith("--set =3: must read key=value");
    }

    @Test
    void isBlamedForAContradictionWithTheFile() {
        assertThat(StudyText.refusal("training: {batchSize: 8}", "training.virtualWorkers=9"))
                .isEqualTo("--set training.virtualWorkers=9: training.batchSize must be at least virtualWorkers (9),"
                        + " was 8");
    }

    @Test
    void showsHowToChangeAKindWhoseKeysTheFileHas() {
        assertThat(StudyText.refusal("model: {hidden: [8]}", "model.kind=softmax"))
                .isEqualTo("s.yaml:3: model.hidden is a key of kind mlp, not of softmax; set the whole section:"
                        + " --set 'model={kind: …}'");
    }

    @Test
    void isNotSilentlyOverruledByASweep() {
        assertThat(StudyText.refusal("sweep: {training.steps: [1, 2]}", "training.steps=3"))
                .isEqualTo("--set training.steps=3: training.steps is swept (s.yaml:3); set"
                        + " sweep.training.steps=[…] instead");
    }
}

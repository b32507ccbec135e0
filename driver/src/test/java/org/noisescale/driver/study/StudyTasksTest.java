package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is to be learned: targets, weighted classes, least squares. */
class StudyTasksTest {
    @Test
    void readsTheTargetsOfARegression() {
        Study several = StudyText.of("data: {source: csv, path: /b.csv, task: regression, label: [y, z], features: [u],"
                + " targetScaling: standardise, evaluationPath: /t.csv, scaling: none, seed: 5}");
        Study one = StudyText.of("data: {source: csv, path: /b.csv, task: regression, label: y}");

        assertThat(several.base().data())
                .isEqualTo(new DataPlan.Csv(
                        "/b.csv",
                        new LabelPlan.Targets(List.of("y", "z"), Scaling.STANDARDISE),
                        List.of("u"),
                        new EvaluationSplit.File("/t.csv", ""),
                        Scaling.NONE,
                        5));
        assertThat(((DataPlan.Csv) one.base().data()).label())
                .isEqualTo(new LabelPlan.Targets(List.of("y"), Scaling.NONE));
        assertThat(one.base().model())
                .isEqualTo(new ModelPlan.Mlp(
                        List.of(128),
                        ModelPlan.Activation.RELU,
                        ModelPlan.Loss.SQUARED_ERROR,
                        ModelPlan.BatchNorm.NONE,
                        0));
        assertThat(StudyText.read(several.yaml())).isEqualTo(several);
        assertThat(one.draws()).doesNotContain("evaluation-accuracy");
    }

    @Test
    void readsTheWeightsOfClasses() {
        Study balanced = StudyText.of("model: {kind: softmax, classWeights: balanced}");
        Study listed = StudyText.of("model: {kind: softmax, classWeights: [1, 0.5]}");

        assertThat(balanced.base().model())
                .isEqualTo(new ModelPlan.ClassWeighted(new ModelPlan.Softmax(), new ClassWeights.Balanced()));
        assertThat(listed.base().model())
                .isEqualTo(new ModelPlan.ClassWeighted(
                        new ModelPlan.Softmax(), new ClassWeights.Explicit(List.of(1.0, 0.5))));
        assertThat(StudyText.read(balanced.yaml())).isEqualTo(balanced);
        assertThat(StudyText.read(listed.yaml())).isEqualTo(listed);
    }

    @Test
    void readsLeastSquaresWithItsLinearModel() {
        Study study = StudyText.of("data: {source: least-squares, spectrum: [2, 0.5], labelNoiseVariance: 0.25,"
                + " optimum: [1, -1], initialParameters: 3}");
        Study usual = StudyText.of("data: {source: least-squares, dimension: 2}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.LeastSquares(List.of(2.0, 0.5), 0.25, List.of(1.0, -1.0), List.of(3.0, 3.0)));
        assertThat(study.base().model()).isEqualTo(new ModelPlan.Linear());
        assertThat(usual.base().data())
                .isEqualTo(new DataPlan.LeastSquares(List.of(1.0, 0.5), 1, List.of(1.0, 1.0), List.of(0.0, 0.0)));
        assertThat(usual.draws()).containsExactly("loss-curves", "noise-trace", "noise-scale");
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }
}

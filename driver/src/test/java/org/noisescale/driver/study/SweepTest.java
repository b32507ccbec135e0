package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

class SweepTest {
    @Test
    void runsEveryCombinationWithEverySeedTheLastKeyFastest() {
        Study study = StudyText.of("""
                training: {seeds: [7, 8]}
                sweep:
                  optimizer.learningRate: [0.1, 1e-2]
                  training.batchSize: [16, 32]
                """);

        assertThat(study.runs())
                .extracting(RunPlan::id)
                .containsExactly(
                        "learningRate=0.1-batchSize=16-seed=7",
                        "learningRate=0.1-batchSize=16-seed=8",
                        "learningRate=0.1-batchSize=32-seed=7",
                        "learningRate=0.1-batchSize=32-seed=8",
                        "learningRate=0.01-batchSize=16-seed=7",
                        "learningRate=0.01-batchSize=16-seed=8",
                        "learningRate=0.01-batchSize=32-seed=7",
                        "learningRate=0.01-batchSize=32-seed=8");
        RunPlan last = study.runs().get(7);
        assertThat(last.swept())
                .containsExactly(Map.entry("optimizer.learningRate", "0.01"), Map.entry("training.batchSize", "32"));
        assertThat(last.seed()).isEqualTo(8);
        assertThat(last.configuration().training().batchSize()).isEqualTo(32);
        assertThat(last.configuration().optimizer()).isEqualTo(OptimizerPlan.of(new UpdateRule.Sgd(), 0.01));
    }

    @Test
    void runsOnceWithEverySeedWhenNothingIsSwept() {
        Study study = StudyText.of("training: {seeds: [3, 1]}");

        assertThat(study.runs()).extracting(RunPlan::id).containsExactly("seed=3", "seed=1");
        assertThat(study.runs())
                .allSatisfy(run -> assertThat(run.configuration()).isEqualTo(study.base()));
    }

    @Test
    void findsARunByItsId() {
        Study study = StudyText.of("sweep: {training.steps: [5, 6]}");

        assertThat(study.findRun("steps=6-seed=2")).contains(study.runs().get(4));
        assertThat(study.findRun("steps=7-seed=2")).isEmpty();
    }

    @Test
    void theFirstCombinationIsTheBase() {
        Study study = StudyText.of("training: {steps: 9}\nsweep: {training.steps: [5, 6]}");

        assertThat(study.base().training().steps()).isEqualTo(5);
    }

    @Test
    void sweepsAListKeyWithLists() {
        Study study = StudyText.of("training: {seeds: [1]}\nsweep: {model.hidden: [[8], [8, 4]]}");

        assertThat(study.sweep()).containsExactly(new Axis("model.hidden", List.of("[8]", "[8, 4]")));
        assertThat(study.runs()).extracting(RunPlan::id).containsExactly("hidden=8-seed=1", "hidden=8+4-seed=1");
    }

    @Test
    void defaultsFollowASweptKind() {
        Study study = StudyText.of("training: {seeds: [1]}\nsweep: {optimizer.kind: [sgd, adam]}");

        assertThat(study.runs())
                .extracting(run -> run.configuration().optimizer())
                .containsExactly(
                        OptimizerPlan.of(new UpdateRule.Sgd(), 0.1),
                        OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.001));
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void defaultsFollowASweptNumberOfWorkers() {
        Study study = StudyText.of("sweep: {training.workers: [1, 2, 4]}");

        assertThat(StudyText.read(study.yaml()).runs())
                .extracting(run -> run.configuration().training().cluster().virtualWorkers())
                .containsExactly(1, 1, 1, 2, 2, 2, 4, 4, 4);
    }

    @Test
    void defaultsFollowASweptLaw() {
        Study study = StudyText.of("data: {source: quadratic}\nsweep: {data.curvatures.exponent: [0, 2]}");

        assertThat(study.runs().get(3).configuration().data())
                .satisfies(data -> assertThat(
                                ((DataPlan.Quadratic) data).noiseVariances().get(1))
                        .isEqualTo(0.25));
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void sweepsWholeSections() {
        Study study = StudyText.of("""
                training: {seeds: [1]}
                sweep:
                  optimizer:
                    - {kind: sgd, learningRate: 0.2}
                    - {schedule: {warmupSteps: 20, kind: cosine}, kind: lamb}
                    - {}
                  training.batchSize: [16, 32]
                """);

        assertThat(study.runs())
                .extracting(RunPlan::id)
                .containsExactly(
                        "optimizer=sgd+learningRate=0.2-batchSize=16-seed=1",
                        "optimizer=sgd+learningRate=0.2-batchSize=32-seed=1",
                        "optimizer=lamb+schedule=cosine+schedule.warmupSteps=20-batchSize=16-seed=1",
                        "optimizer=lamb+schedule=cosine+schedule.warmupSteps=20-batchSize=32-seed=1",
                        "optimizer=default-batchSize=16-seed=1",
                        "optimizer=default-batchSize=32-seed=1");
        assertThat(study.sweep().get(0).values())
                .containsExactly("sgd learningRate=0.2", "lamb schedule=cosine schedule.warmupSteps=20", "default");
        assertThat(study.runs().get(2).configuration().optimizer().segment(0).rule())
                .isEqualTo(new UpdateRule.Lamb(0.9, 0.999, 1e-6));
        assertThat(study.yaml())
                .contains("optimizer: [{kind: sgd, learningRate: 0.2}, {kind: lamb, schedule: {kind: cosine,"
                        + " warmupSteps: 20}}, {}]");
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void sweepsKeysOfPartsOfTheOptimizer() {
        Study study = StudyText.of("training: {seeds: [1]}\nsweep: {optimizer.schedule.warmupSteps: [0, 9]}");

        assertThat(study.runs())
                .extracting(RunPlan::id)
                .containsExactly("warmupSteps=0-seed=1", "warmupSteps=9-seed=1");
        assertThat(study.runs()
                        .get(1)
                        .configuration()
                        .optimizer()
                        .segment(0)
                        .schedule()
                        .at(3))
                .isEqualTo(0.1 * (3.0 / 9));
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void aSweptSectionOfTheCommandLineReplacesTheOneOfTheFile() {
        Study study = StudyText.of(
                "optimizer: {kind: momentum, momentum: 0.5}", "sweep.optimizer=[{kind: sgd}, {kind: adam}]");

        assertThat(study.runs().get(3).configuration().optimizer())
                .isEqualTo(OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.001));
    }

    @Test
    void refusesKeysBesideASweptSectionThatWouldBeForgotten() {
        assertThat(StudyText.refusal("optimizer: {l2: 0.1}\nsweep: {optimizer: [{kind: sgd}]}"))
                .isEqualTo("s.yaml:3: optimizer is swept (s.yaml:4); each value of the sweep must have all keys that"
                        + " are to hold with it");
        assertThat(StudyText.refusal("sweep: {optimizer: [{kind: sgd}]}", "optimizer.l2=0.1"))
                .startsWith("--set optimizer.l2=0.1: optimizer is swept (s.yaml:3)");
    }

    @Test
    void sweepsTheDataItself() {
        Study study = StudyText.of(
                "data: {source: csv}\ntraining: {seeds: [1]}\nsweep: {data.path: [a/digits.csv, b/digits.csv]}");

        assertThat(study.sweep().get(0).values()).containsExactly("/home/a/digits.csv", "/home/b/digits.csv");
        assertThat(study.runs())
                .extracting(RunPlan::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("path=digits.csv_"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {training.batchSiez: [1]}   | sweep.training.batchSiez cannot be swept; did you mean training.batchSize?
            {batchSize: [1]}            | sweep.batchSize cannot be swept; did you mean training.batchSize?
            {training.seeds: [[1]]}     | sweep.training.seeds cannot be swept; every configuration runs with each of training.seeds
            {question: [a, b]}          | sweep.question cannot be swept; a swept key is one of data, model, optimizer, training, e.g. training.batchSize
            {training.batchSize: 16}    | sweep.training.batchSize must be a list of values, was 16
            {training.batchSize: []}    | sweep.training.batchSize must be a list of values, was an empty list
            {training.batchSize: [~]}   | sweep.training.batchSize must list single values or lists, had empty
            {training.steps: [{scale: 1}]} | sweep.training.steps must list single values or lists, had a section with keys
            {training: [{steps: 3}]}    | sweep.training cannot be swept; a swept key is one of data, model, optimizer, training, e.g. training.batchSize
            {optimizer: [sgd]}          | optimizer must be a section with keys, was "sgd"
            {optimizer: [{kind: sgd, beta1: 0}]} | optimizer.beta1 is a key of kind adam, adamw, amsgrad, nadam, adamax, adabelief, lamb, not of sgd
            {optimizer: [{kind: sgd}, {kind: sgd}]} | sweep.optimizer must have different values, had 2 of which 1 differ
            {optimizer: [{kind: sgd}], optimizer.l2: [0]} | sweep.optimizer.l2 lies within sweep.optimizer; sweep one of them
            {training.batchSize: [16, 16]}  | sweep.training.batchSize must have different values, had 2 of which 1 differ
            {optimizer.learningRate: [1, 1.0]} | sweep.optimizer.learningRate must have different values, had 2 of which 1 differ
            {training.batchSize: [64, x]} | training.batchSize must be a whole number from 1 to 1000000, was "x"
            {optimizer.beta1: [0.9]}    | optimizer.beta1 is a key of kind adam, adamw, amsgrad, nadam, adamax, adabelief, lamb, not of sgd, which is the kind unless optimizer.kind says otherwise
            {data.curvatures: [[1]], data.curvatures.scale: [1]} | sweep.data.curvatures.scale lies within sweep.data.curvatures; sweep one of them
            [1]                         | sweep must be keys with lists, was a list
            """)
    void refusesWhatCannotBeSwept(String sweep, String message) {
        assertThat(StudyText.refusal("sweep: " + sweep)).isEqualTo("s.yaml:3: " + message);
    }

    @Test
    void namesTheLineOfTheValueThatMakesACombinationImpossible() {
        String refusal = StudyText.refusal("""
                training:
                  virtualWorkers: 8
                sweep:
                  training.batchSize:
                    - 16
                    - 4
                """);

        assertThat(refusal).isEqualTo("s.yaml:8: training.batchSize must be at least virtualWorkers (8), was 4");
    }

    @Test
    void refusesMoreCombinationsThanAnybodyWouldWaitFor() {
        String hundred = new ArrayList<>(IntStream.rangeClosed(1, 101).boxed().toList()).toString();

        assertThat(StudyText.refusal(
                        "sweep: {training.steps: " + hundred + ", training.evaluateEvery: " + hundred + "}"))
                .isEqualTo("s.yaml:3: sweep must have at most 10000 combinations, had 10201");
    }
}

package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file {@code study.yaml} that a study leaves behind. */
class ResolvedStudyTest {
    private static final String SPELLED_OUT = """
                # The whole study: what was asked for, and every default.
                name: n
                question: q
                data:
                  source: strokes
                  examples: 20000
                  evaluationFraction: 0.2
                  scaling: none
                  seed: 1
                model:
                  kind: mlp
                  hidden: [128]
                  activation: relu
                  loss: cross-entropy
                  batchNorm: none
                  dropout: 0.0
                  classWeights: none
                optimizer:
                  kind: adam
                  learningRate: 0.001
                  beta1: 0.9
                  beta2: 0.999
                  epsilon: 1.0E-8
                  form: epsilon-uncorrected
                  l1: 0.0
                  l2: 0.0
                  weightDecay: 0.0
                  batchScaling: none
                  schedule:
                    kind: constant
                    warmupSteps: 0
                    warmupFrom: 0.0
                  clipping:
                    kind: none
                  averaging:
                    kind: none
                training:
                  workers: 2
                  virtualWorkers: 2
                  shards: 1
                  synchronization:
                    rule: bsp
                  cluster: real
                  transport: auto
                  steps: 400
                  sampling: without-replacement
                  evaluateEvery: 100
                  waitLimitSeconds: 60.0
                  checkpointEvery: 1000
                  attempts: 4
                  saveModel: true
                  seeds: [1, 2, 3]
                measure:
                  curvature:
                    every: 0
                  batchNorm:
                    every: 0
                    leak: 0
                sweep:
                  training.batchSize: [16, 32]
                draws: [loss-curves, evaluation-accuracy, noise-trace, noise-scale, contact-sheet]
                """;

    @Test
    void spellsEveryDefaultOut() {
        Study study = StudyText.of("optimizer: {kind: adam}\nsweep: {training.batchSize: [16, 32]}");

        assertThat(study.yaml()).isEqualTo(SPELLED_OUT);
    }

    @Test
    void hasAbsolutePathsSoThatItReadsTheSameElsewhere() {
        Study study = StudyText.of("data: {source: csv, path: d.csv}", "data.evaluationPath=e.csv");

        Study elsewhere = StudyReader.read(study.yaml(), "x", Path.of("/elsewhere"), List.of());

        assertThat(elsewhere).isEqualTo(study);
    }

    @Test
    void quotesWhatWouldReadAsSomethingElse() {
        Study study =
                StudyText.read("name: n\nquestion: '# 1: \"yes\"'\ndata: {source: csv, path: '~', label: 'null'}");

        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }
}

package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormTest {
    /** Whose gradients do not depend on each other. */
    private enum Independence {
        /** Those of virtual workers. */
        ALWAYS,
        /** Those of groups of them. */
        BETWEEN,
        /** Those of batches. */
        NEVER
    }

    @ParameterizedTest
    @CsvSource({
        "none, 1, 0, NaN, ALWAYS",
        "local, 1, 0, 8, ALWAYS",
        "ghost:4, 1, 4, 4, ALWAYS",
        "group:1, 1, 0, 8, ALWAYS",
        "group:2, 2, 0, 16, BETWEEN",
        "group:4, 4, 0, 32, NEVER",
        "shuffle:1, 1, 0, 8, NEVER",
        "shuffle:2, 2, 0, 16, NEVER",
        "sync, 4, 0, 32, NEVER",
    })
    void batchNormalizationIsOfSlicesTheirPartsOrGroupsOfThem(
            String batchNorm, int groupSize, int ghostSize, double examples, Independence independence) {
        Study study = StudyText.of("model: {kind: cnn, batchNorm: '" + batchNorm + "'}\n"
                + "training: {virtualWorkers: 4, batchSize: 32}");

        BatchNorm read = study.base().model().batchNorm();
        assertThat(read.groupSize(4)).isEqualTo(groupSize);
        assertThat(read.ghostSize()).isEqualTo(ghostSize);
        assertThat(read.examples(study.base().training())).isEqualTo(Double.valueOf(examples));
        assertThat(study.base().measuresNoise()).isEqualTo(independence != Independence.NEVER);
        assertThat(study.base().sharesStatistics()).isEqualTo(independence != Independence.ALWAYS);
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void aSecondBatchTellsTheNoiseWhereAllShareStatistics() {
        Study study = StudyText.of("model: {kind: mlp, batchNorm: sync}\nmeasure: {batchNorm: {every: 5}}");

        assertThat(study.base().statistics().every()).isEqualTo(5);
        assertThat(study.base().measuresNoise()).isTrue();
        assertThat(study.base().measuresEveryStep()).isFalse();
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model: {kind: mlp}| {}| 5| measure.batchNorm is for models with BatchNormalization",
                "model: {kind: mlp, batchNorm: sync}| {}| 1| measure.batchNorm.every must be 0 or at least 2",
                "model: {kind: mlp, batchNorm: local}| {synchronization: async}| 5| measure.batchNorm.every is for rule bsp",
                "model: {kind: mlp, batchNorm: local}| {cluster: simulated}| 5| on a simulated one",
            })
    void aSecondBatchIsRefusedWhereItWouldTellNothing(String model, String training, int every, String reason) {
        assertThatThrownBy(() -> StudyText.of(
                        model + "\ntraining: " + training + "\nmeasure: {batchNorm: {every: " + every + "}}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "async",
                "{rule: ssp, bound: 2}",
                "{rule: k-sync, quorum: 1}",
                "{rule: k-batch-sync, quorum: 1}",
                "{rule: k-async, quorum: 1}",
                "{rule: k-batch-async, quorum: 1}",
                "{rule: local, period: 2}"
            })
    void statisticsAreSharedUnderBspOnly(String rule) {
        assertThatThrownBy(() -> StudyText.of("model: {kind: mlp, batchNorm: sync}\ntraining: {workers: 2,"
                        + " virtualWorkers: 2, synchronization: " + rule + "}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "model.batchNorm group, shuffle and sync are for rule bsp: virtual workers share statistics"
                                + " only while all of them compute at the same parameters");
    }
}

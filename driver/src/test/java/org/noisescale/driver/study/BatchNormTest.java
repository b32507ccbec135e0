package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchNormTest {
    @ParameterizedTest
    @CsvSource({
        "none, 1, 0",
        "local, 1, 0",
        "ghost:4, 1, 4",
        "group:1, 1, 0",
        "group:2, 2, 0",
        "sync, 4, 0",
    })
    void batchNormalizationIsOfSlicesTheirPartsOrGroupsOfThem(String batchNorm, int groupSize, int ghostSize) {
        Study study = StudyText.of("model: {kind: cnn, batchNorm: '" + batchNorm + "'}\n"
                + "training: {virtualWorkers: 4, batchSize: 32}");

        BatchNorm read = study.base().model().batchNorm();
        assertThat(read.groupSize(4)).isEqualTo(groupSize);
        assertThat(read.ghostSize()).isEqualTo(ghostSize);
        assertThat(study.base().measuresNoise()).isEqualTo(groupSize == 1);
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }
}

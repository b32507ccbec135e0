package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchNormTest {
    @ParameterizedTest
    @CsvSource({
        "none, 1, 0, true, NaN",
        "local, 1, 0, true, 8",
        "ghost:4, 1, 4, true, 4",
        "group:1, 1, 0, true, 8",
        "group:2, 2, 0, false, 16",
        "shuffle:1, 1, 0, false, 8",
        "shuffle:2, 2, 0, false, 16",
        "sync, 4, 0, false, 32",
    })
    void batchNormalizationIsOfSlicesTheirPartsOrGroupsOfThem(
            String batchNorm, int groupSize, int ghostSize, boolean independent, double examples) {
        Study study = StudyText.of("model: {kind: cnn, batchNorm: '" + batchNorm + "'}\n"
                + "training: {virtualWorkers: 4, batchSize: 32}");

        BatchNorm read = study.base().model().batchNorm();
        assertThat(read.groupSize(4)).isEqualTo(groupSize);
        assertThat(read.ghostSize()).isEqualTo(ghostSize);
        assertThat(study.base().measuresNoise()).isEqualTo(independent);
        assertThat(read.examples(study.base().training())).isEqualTo(examples);
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }
}

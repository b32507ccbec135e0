package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EvaluationSumTest {
    @Test
    void addsExamplesLossesAndHits() {
        EvaluationSum sum = new EvaluationSum(3, 1.5, 2).plus(new EvaluationSum(4, 2.5, 1));

        assertThat(sum).isEqualTo(new EvaluationSum(7, 4, 3));
    }

    @Test
    void hasNoHitsWhereTheTaskHasNoClasses() {
        EvaluationSum sum = new EvaluationSum(3, 1.5, 2).plus(new EvaluationSum(4, 2.5, EvaluationSum.NO_CLASSES));

        assertThat(sum.correct()).isEqualTo(EvaluationSum.NO_CLASSES);
    }
}

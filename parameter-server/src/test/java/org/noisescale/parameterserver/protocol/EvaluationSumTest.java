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

    @Test
    void addsTheDetailsThatBothHave() {
        EvaluationSum classes = Evaluations.ofClasses().plus(Evaluations.ofClasses());
        EvaluationSum targets = Evaluations.ofTargets().plus(Evaluations.ofTargets());
        EvaluationSum mixed = Evaluations.ofClasses().plus(new EvaluationSum(1, 1, 1));

        assertThat(classes.classes().orElseThrow().examples(0)).isEqualTo(4);
        assertThat(targets.targets().orElseThrow().meanAbsoluteError()).isEqualTo(0.875);
        assertThat(mixed.classes()).isEmpty();
        assertThat(classes.withoutClasses()).isEqualTo(new EvaluationSum(6, 3, 4));
    }
}

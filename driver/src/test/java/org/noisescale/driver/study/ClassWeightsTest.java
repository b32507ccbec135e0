package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    @Test
    void balancedWeightsGiveEveryClassTheSameShareOfTheLoss() {
        List<Long> counts = List.of(50L, 30L, 20L);

        List<Double> weights = new ClassWeights.Balanced().of(counts);

        assertThat(weights).containsExactly(100.0 / 3 / 50, 100.0 / 3 / 30, 100.0 / 3 / 20);
        for (int label = 0; label < 3; label++) {
            assertThat(weights.get(label) * counts.get(label)).isEqualTo(100.0 / 3);
        }
    }

    @Test
    void aClassWithoutExamplesCannotBeBalanced() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new ClassWeights.Balanced().of(List.of(5L, 0L)))
                .withMessage("model.classWeights balanced needs training examples of every class, but class 1 has none;"
                        + " list the weights instead");
    }

    @Test
    void aListHasAWeightForEachClass() {
        ClassWeights listed = new ClassWeights.Explicit(List.of(1.0, 2.0));

        assertThat(listed.of(List.of(9L, 1L))).containsExactly(1.0, 2.0);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> listed.of(List.of(1L, 2L, 3L)))
                .withMessage("model.classWeights must have as many values as there are classes (3), had 2");
    }
}

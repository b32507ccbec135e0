package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class ClassTallyTest {
    @Test
    void countsEveryAnswerByTrueClass() {
        ClassTally tally = ClassTally.empty(3);

        tally.observe(0, 0);
        tally.observe(0, 2);
        tally.observe(2, 2);
        tally.observe(2, 2);

        assertThat(tally.count(0, 2)).isEqualTo(1);
        assertThat(tally.count(2, 0)).isZero();
        assertThat(tally.examples(0)).isEqualTo(2);
        assertThat(tally.examples(1)).isZero();
        assertThat(tally.correct(2)).isEqualTo(2);
        assertThat(tally.correct()).isEqualTo(3);
    }

    @Test
    void countsOnlyRightAndWrongWhereAMatrixWouldNotBeRead() {
        ClassTally tally = ClassTally.empty(101);

        tally.observe(100, 100);
        tally.observe(100, 7);
        tally.observe(100, 8);

        assertThat(tally.isMatrix()).isFalse();
        assertThat(tally.examples(100)).isEqualTo(3);
        assertThat(tally.correct(100)).isEqualTo(1);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> tally.count(100, 7));
    }

    @Test
    void addsOnlyCountsOfTheSameClasses() {
        ClassTally two = ClassTally.empty(2);
        two.observe(1, 0);

        assertThat(two.plus(two))
                .hasValueSatisfying(sum -> assertThat(sum.count(1, 0)).isEqualTo(2));
        assertThat(two.plus(ClassTally.empty(3))).isEmpty();
    }

    @Test
    void refusesMoreClassesThanAMessageHolds() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ClassTally.empty(10_001))
                .withMessageContaining("were 10001");
    }
}

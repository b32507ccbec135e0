package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RosterTest {
    private final Roster roster = new Roster(3);

    @Test
    void isCompleteWhenEveryWorkerHasJoined() {
        assertThat(roster.add(2)).isTrue();
        assertThat(roster.add(0)).isTrue();
        assertThat(roster.isComplete()).isFalse();

        assertThat(roster.add(1)).isTrue();
        assertThat(roster.isComplete()).isTrue();
        assertThat(roster.missing()).isEmpty();
    }

    @Test
    void countsAWorkerOnce() {
        assertThat(roster.add(1)).isTrue();
        assertThat(roster.add(1)).isFalse();

        assertThat(roster.missing()).containsExactly(0, 2);
    }

    @Test
    void isLeavingWhenSomebodyWhoWasThereGoes() {
        roster.leave(1);
        roster.leave(-1);
        assertThat(roster.isLeaving()).isFalse();

        roster.add(1);
        roster.leave(1);
        assertThat(roster.isLeaving()).isTrue();
    }

    @Test
    void refusesRanksThatCannotBe() {
        assertThat(roster.add(3)).isFalse();
        assertThat(roster.add(-1)).isFalse();
        assertThat(roster.add(Integer.MAX_VALUE)).isFalse();

        assertThat(roster.missing()).containsExactly(0, 1, 2);
    }
}

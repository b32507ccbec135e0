package org.noisescale.parameterserver.synchronization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BulkSynchronousPolicyTest {
    private final BulkSynchronousPolicy policy = new BulkSynchronousPolicy();

    @Test
    void admitsAGradientOfTheVersionThatItIsAppliedTo() {
        assertThat(policy.admit(0, 0)).isEqualTo(Admission.ADMIT);
        assertThat(policy.admit(7, 7)).isEqualTo(Admission.ADMIT);
    }

    @Test
    void aGradientOfAnOlderVersionIsStale() {
        assertThat(policy.admit(6, 7)).isEqualTo(Admission.STALE);
        assertThat(policy.admit(-1, 0)).isEqualTo(Admission.STALE);
    }

    @Test
    void aGradientOfAVersionThatDoesNotExistYetIsEarly() {
        assertThat(policy.admit(8, 7)).isEqualTo(Admission.EARLY);
    }
}

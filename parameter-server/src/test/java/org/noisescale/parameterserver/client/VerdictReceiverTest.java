package org.noisescale.parameterserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VerdictReceiverTest {
    private final VerdictReceiver receiver = new VerdictReceiver();

    @Test
    void takesTheVerdictOnTheAwaitedVersion() {
        receiver.await(10);
        assertThat(receiver.isComplete()).isFalse();

        receiver.onVerdict(10, true);

        assertThat(receiver.isComplete()).isTrue();
        assertThat(receiver.isFinished()).isTrue();
    }

    @Test
    void ignoresLateAndPrematureVerdicts() {
        receiver.await(10);

        receiver.onVerdict(9, true);
        receiver.onVerdict(11, true);
        receiver.onVerdict(-1, true);

        assertThat(receiver.isComplete()).isFalse();
        assertThat(receiver.isFinished()).isFalse();
    }

    @Test
    void ignoresASecondVerdictOnTheSameVersion() {
        receiver.await(10);
        receiver.onVerdict(10, false);

        receiver.onVerdict(10, true);

        assertThat(receiver.isFinished()).isFalse();
    }

    @Test
    void ignoresVerdictsThatNobodyAwaits() {
        receiver.onVerdict(-1, true);
        receiver.onVerdict(0, true);

        assertThat(receiver.isFinished()).isFalse();
        receiver.await(0);
        assertThat(receiver.isComplete()).isFalse();
    }
}

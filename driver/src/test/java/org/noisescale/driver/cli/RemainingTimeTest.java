package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RemainingTimeTest {
    private static final long SECOND = 1_000_000_000;

    private final RemainingTime remaining = new RemainingTime(400);

    @Test
    void stepsThatAreTakenTogetherCountAsWhatTheyAre() {
        remaining.onRun(200);
        remaining.onStep(50, SECOND);
        remaining.onStep(150, 2 * SECOND);

        assertThat(remaining.seconds(2 * SECOND)).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void aRunThatIsToldAgainFromItsBeginningIsNotDoneTwice() {
        remaining.onRun(200);
        remaining.onStep(50, SECOND);
        remaining.onStep(200, 2 * SECOND);
        remaining.onStep(1, 2 * SECOND);
        remaining.onRun(200);
        remaining.onStep(100, 3 * SECOND);

        assertThat(remaining.seconds(3 * SECOND)).isCloseTo(2.0 / 250 * 100, within(1e-9));
    }

    @Test
    void nothingIsKnownFromTheFirstSteps() {
        remaining.onRun(400);
        remaining.onStep(19, SECOND);
        remaining.onStep(39, 2 * SECOND);

        assertThat(remaining.seconds(2 * SECOND)).isNaN();
    }
}

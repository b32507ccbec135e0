package org.noisescale.parameterserver.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LivenessTest {
    private final Liveness liveness = new Liveness(0);

    private static long ms(long time) {
        return TimeUnit.MILLISECONDS.toNanos(time);
    }

    /** The first look after which the other side counts as gone, looking every 100 ms. */
    private long endOfPatienceMs(long fromMs) {
        long nowMs = fromMs;
        while (!liveness.isOver(ms(nowMs))) {
            nowMs += 100;
        }
        return nowMs - fromMs;
    }

    @Test
    void aSilenceOfASecondIsNoAlarmAndADeathIsKnownWithinThree() {
        assertThat(endOfPatienceMs(0)).isBetween(2_000L, 2_900L);
    }

    @Test
    void whoIsHeardIsThere() {
        for (long nowMs = 0; nowMs < 20_000; nowMs += 1_000) {
            liveness.hear();
            assertThat(liveness.isOver(ms(nowMs))).isFalse();
        }
        assertThat(endOfPatienceMs(20_000)).isGreaterThan(1_500);
    }

    @Test
    void aPauseOfOurOwnIsNotHeldAgainstTheOtherSide() {
        assertThat(liveness.isOver(ms(0))).isFalse();
        assertThat(liveness.isOver(ms(60_000))).isFalse();
    }

    @Test
    void speaksEvery200Milliseconds() {
        assertThat(liveness.isDue(ms(0))).isTrue();
        assertThat(liveness.isDue(ms(199))).isFalse();
        assertThat(liveness.isDue(ms(200))).isTrue();
        assertThat(liveness.isDue(ms(201))).isFalse();
    }
}

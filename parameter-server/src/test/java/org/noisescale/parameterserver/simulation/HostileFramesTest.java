package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Frames that nobody should act on change no run. More of them: {@code -Dnoisescale.fuzz.frames=…}; a single run:
 * {@code -Dnoisescale.simulation.seed=…}.
 */
final class HostileFramesTest {
    private static final long FRAMES = Long.getLong("noisescale.fuzz.frames", 1_000_000);
    private static final long ONLY = Long.getLong("noisescale.simulation.seed", -1);
    private static final int FREQUENCY = 20;

    private static long attack(long seed) {
        HostileFrames hostile = new HostileFrames(new SplittableRandom(seed), FREQUENCY);
        Replay.naming(
                HostileFramesTest.class,
                seed,
                () -> Simulation.of(seed, hostile).run().requireEqual(Simulation.undisturbed(seed)));
        return hostile.sent();
    }

    @Test
    void changeNoRunWhateverTheyAre() {
        long sent = ONLY < 0 ? 0 : attack(ONLY);
        for (long seed = 0; ONLY < 0 && sent < FRAMES; seed++) {
            sent += attack(seed);
        }

        assertThat(sent).isPositive();
    }
}

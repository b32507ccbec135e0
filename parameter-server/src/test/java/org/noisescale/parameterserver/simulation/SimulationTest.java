package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the network and the machines do, a run comes to its end with the bits of the undisturbed one. More seeds:
 * {@code -Dnoisescale.simulation.seeds=100000}, from another one on: {@code -Dnoisescale.simulation.first=…}; a single
 * one: {@code -Dnoisescale.simulation.seed=…}.
 */
final class SimulationTest {
    private static final long SEEDS = Long.getLong("noisescale.simulation.seeds", 200);
    private static final long FIRST = Long.getLong("noisescale.simulation.first", 0);
    private static final long ONLY = Long.getLong("noisescale.simulation.seed", -1);

    private static Simulation check(long seed, Fault fault) {
        Simulation simulation = Simulation.of(seed, fault);
        Replay.naming(SimulationTest.class, seed, () -> simulation.run().requireEqual(Simulation.undisturbed(seed)));
        return simulation;
    }

    @Test
    void everyRunEndsWithTheBitsOfTheUndisturbedOne() {
        long first = ONLY < 0 ? FIRST : ONLY;
        long end = ONLY < 0 ? FIRST + SEEDS : ONLY + 1;

        Trials all = LongStream.range(first, end)
                .mapToObj(seed -> Trials.of(check(seed, Fault.NONE)))
                .reduce(new Trials(0, 0, 0), Trials::with);

        assertThat(all.attempts).isGreaterThanOrEqualTo(ONLY < 0 ? SEEDS * 3 / 2 : 1);
        assertThat(all.driverCrashes).isGreaterThanOrEqualTo(ONLY < 0 ? SEEDS / 8 : 0);
        assertThat(all.refused).isGreaterThanOrEqualTo(ONLY < 0 ? SEEDS / 20 : 0);
    }

    /** What happened in some simulations. */
    private record Trials(long attempts, long driverCrashes, long refused) {
        static Trials of(Simulation simulation) {
            return new Trials(
                    simulation.attempts(),
                    simulation.driverCrashes(),
                    simulation.refused().size());
        }

        Trials with(Trials other) {
            return new Trials(attempts + other.attempts, driverCrashes + other.driverCrashes, refused + other.refused);
        }
    }

    private static boolean isCaught(long seed, Fault fault) {
        try {
            check(seed, fault);
            return false;
        } catch (AssertionError caught) {
            assertThat(caught).hasMessageContaining("-Dnoisescale.simulation.seed=" + seed);
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(LostCheck.class)
    void aCheckThatIsLostIsNoticed(LostCheck check) {
        assertThat(LongStream.range(0, 200).anyMatch(seed -> isCaught(seed, check)))
                .isTrue();
    }

    @Test
    void aSeedReplaysTheSameRun() {
        Simulation first = Simulation.of(7, Fault.NONE);
        Simulation second = Simulation.of(7, Fault.NONE);

        assertThat(first.run()).isEqualTo(second.run());
        assertThat(first.attempts()).isEqualTo(second.attempts());
    }
}

package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the network and the machines do, a run comes to its end with the bits of the undisturbed one. More seeds:
 * {@code -Dnoisescale.simulation.seeds=100000}; a single one: {@code -Dnoisescale.simulation.seed=…}.
 */
final class SimulationTest {
    private static final long SEEDS = Long.getLong("noisescale.simulation.seeds", 200);
    private static final long ONLY = Long.getLong("noisescale.simulation.seed", -1);

    private static Simulation check(long seed, Fault fault) {
        Simulation simulation = Simulation.of(seed, fault);
        Replay.naming(SimulationTest.class, seed, () -> simulation.run().requireEqual(Simulation.undisturbed(seed)));
        return simulation;
    }

    @Test
    void everyRunEndsWithTheBitsOfTheUndisturbedOne() {
        long first = ONLY < 0 ? 0 : ONLY;
        long end = ONLY < 0 ? SEEDS : ONLY + 1;

        List<Simulation> simulations = LongStream.range(first, end)
                .mapToObj(seed -> check(seed, Fault.NONE))
                .toList();

        assertThat(simulations.stream().mapToInt(Simulation::attempts).sum())
                .isGreaterThanOrEqualTo((int) (ONLY < 0 ? SEEDS * 3 / 2 : 1));
        assertThat(simulations.stream().mapToInt(Simulation::driverCrashes).sum())
                .isGreaterThanOrEqualTo((int) (ONLY < 0 ? SEEDS / 8 : 0));
        assertThat(simulations.stream()
                        .mapToInt(simulation -> simulation.refused().size())
                        .sum())
                .isGreaterThanOrEqualTo((int) (ONLY < 0 ? SEEDS / 20 : 0));
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

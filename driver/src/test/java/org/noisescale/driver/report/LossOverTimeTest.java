package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LossOverTimeTest {
    private static final int STEPS = 400;
    private static final String WORKERS = "workers: 4, batchSize: 4, synchronization: {rule: k-sync, quorum: 4}";
    private static final String QUORUM = "training.synchronization.quorum";

    @TempDir
    private Path directory;

    /** The loss falls by a tenth a step to a floor, on which it shakes. */
    private static IntToDoubleFunction falling(double floor, int seed) {
        Random random = new Random(seed);
        return step -> floor + 10 * Math.pow(0.9, step) + 0.01 * random.nextGaussian();
    }

    private Page.Section draw(String training, String key, Contender fast, Contender slow) {
        VirtualStudy study =
                new VirtualStudy(directory, STEPS, training, key, "[" + fast.value + ", " + slow.value + "]");
        for (int seed = 1; seed <= 3; seed++) {
            study.run(fast.value, seed, step -> step * fast.seconds, falling(fast.floor, seed));
            study.run(slow.value, seed, step -> step * slow.seconds, falling(slow.floor, 10 + seed));
        }
        return new LossOverTime().draw(study.read());
    }

    private record Contender(String value, double seconds, double floor) {}

    @Test
    void saysUntilWhenTheFasterOneIsAheadAndWhereBothEnd() {
        Page.Section section = draw(WORKERS, QUORUM, new Contender("2", 1, 1), new Contender("4", 3, 0.5));

        // 0.5 + 10 · 0.9^n falls below 1 between its updates 28 and 29, of three seconds each.
        assertThat(section.answers().get(0))
                .startsWith("With quorum = 2 an update comes every 1 s, with quorum = 4 every 3 s: by the clock"
                        + " quorum = 2 is ahead until 8");
        double until = Double.parseDouble(section.answers().get(0).replaceAll(".*until ([0-9.]+) s.*", "$1"));
        assertThat(until).isBetween(84.0, 87.0);
        assertThat(section.answers().get(1))
                .startsWith("In the end noise decides: it keeps quorum = 2 at a loss of 1 (theory: ")
                .contains("while quorum = 4 comes down to 0.5 (theory: ");
    }

    @Test
    void floorsThatDoNotDifferAreNoRace() {
        Page.Section section = draw(
                "workers: 4, batchSize: 4, synchronization: {rule: ssp, bound: 0}",
                "training.synchronization.bound",
                new Contender("3", 1, 0.5),
                new Contender("0", 3, 0.499));

        assertThat(section.answers())
                .singleElement()
                .asString()
                .startsWith("With bound = 3 an update comes every 1 s, with bound = 0 every 3 s; no clearly lower loss"
                        + " is bought by waiting: at rest it is 0.5 ± ")
                .doesNotContain("ahead");
    }

    @Test
    void theoryLiesOverTheMeasurement() {
        Page.Section section = draw(WORKERS, QUORUM, new Contender("2", 1, 1), new Contender("4", 3, 0.5));

        Page.Series law = VirtualStudy.series(section, Page.Style.LAW).get(0);
        // E L after n updates: (1 − a)^{2n} / 2 + (1 − (1 − a)^{2n}) η c / (2B(2 − a)), a = 0.2, a batch of 2.
        double a = 0.2;
        double kept = Math.pow(1 - a, 2.0 * 9);
        double expected = kept / 2 + (1 - kept) * a / (2 * 2 * (2 - a));
        int tenth = law.x().get(1).indexOf(10.0);
        assertThat(law.y().get(tenth)).isCloseTo(expected, within(1e-12));
        // The first two of four exponential workers: 1/4 + 1/3 seconds.
        assertThat(law.x().get(0).get(tenth)).isCloseTo(10 * (1.0 / 4 + 1.0 / 3), within(1e-9));
        assertThat(section.charts().get(0).keys()).extracting(Page.Key::text).contains("theory, nothing fitted");
    }

    @Test
    void localStepsAreNotComparedWithOthersByTheUpdate() {
        Page.Section section = draw(
                "workers: 4, batchSize: 4, synchronization: {rule: local, period: 1}",
                "training.synchronization.period",
                new Contender("1", 1, 0.5),
                new Contender("8", 8, 0.5));

        assertThat(section.answers()).isEmpty();
    }
}

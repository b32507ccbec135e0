package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalSpreadTest {
    /** (1 − 1/K)(η²/b) Σ c (1 − (1−a)^{2H})/(1 − (1−a)²) with K = 4, b = 1, a = η = 0.2, h = c = 1. */
    private static final double ONE = 0.75 * 0.04;

    private static final double FOUR = 0.75 * 0.04 * (1 - Math.pow(0.8, 8)) / (1 - 0.64);

    @TempDir
    private Path directory;

    private Page.Section draw() {
        VirtualStudy study = new VirtualStudy(
                directory,
                40,
                "workers: 4, batchSize: 4, synchronization: {rule: local}",
                "training.synchronization.period",
                "[1, 4]");
        for (int seed = 1; seed <= 2; seed++) {
            run(study, 1, seed, ONE);
            run(study, 4, seed, FOUR);
        }
        return new LocalSpread().draw(study.read());
    }

    /** The loss of the mean depends on the steps of a worker alone. */
    private static void run(VirtualStudy study, int period, int seed, double spread) {
        String id = study.run("" + period, seed, step -> step, step -> 1);
        StringBuilder steps = new StringBuilder(ResultFolder.STEPS_HEADER + ",worker_spread\n");
        for (int meeting = 1; meeting <= 40; meeting++) {
            double around = spread * (1 + ((meeting * 3 + seed) % 5 - 2) * 0.02);
            double loss = 1 + 5 * Math.pow(0.9, meeting * period);
            steps.append(meeting + "," + meeting + ",0.1," + (3.0 + period) * meeting + ",1,0.2,,,0," + loss + ",,"
                    + around + "\n");
        }
        study.file(id, "steps.csv", steps.toString());
    }

    @Test
    void theSpreadLiesOnTheLineOfIndependentWorkers() {
        Page.Section section = draw();

        Page.Series law = VirtualStudy.series(section, Page.Style.LAW).get(0);
        assertThat(law.x().get(0)).containsExactly(1.0, 4.0);
        assertThat(law.y().get(0)).isCloseTo(ONE, within(1e-12));
        assertThat(law.y().get(1)).isCloseTo(FOUR, within(1e-12));
        assertThat(VirtualStudy.series(section, Page.Style.POINTS).get(0).y().get(1))
                .isCloseTo(FOUR, within(0.01 * FOUR));
    }

    @Test
    void theSentencesSayWhatTheFiguresSay() {
        Page.Section section = draw();

        assertThat(section.answers())
                .containsExactly(
                        "Workers that meet after 4 steps instead of 1 are 0.0694 apart instead of 0.03 (theory: 0.0694"
                                + " and 0.03).",
                        "Their mean does not know it: after as many steps its loss differs by at most 0 of itself, and"
                                + " the run takes 1.75 s a step instead of 4.");
    }
}

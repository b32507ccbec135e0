package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BudgetOfNoiseTest {
    @TempDir
    private Path directory;

    /** Looks at gradients whose spread is sampling (1) and staleness (0.25) and this much more, about. */
    private Page.Section draw(double more) {
        VirtualStudy study = new VirtualStudy(
                directory,
                16,
                "virtualWorkers: 16, batchSize: 16, synchronization: async",
                "training.workers",
                "[4, 8]");
        for (int workers : new int[] {4, 8}) {
            for (int seed = 1; seed <= 2; seed++) {
                StringBuilder looks = new StringBuilder(
                        "step,workers,spread_trace,sampling_trace,staleness_trace,staleness_offset_squared\n");
                for (int look = 1; look <= 80; look++) {
                    double noise = ((look * 5 + seed) % 7 - 3) / 50.0;
                    looks.append(look + "," + workers + "," + (1.25 + more + noise) + ",1,0.25,0\n");
                }
                study.file(study.run("" + workers, seed, step -> step, step -> 1), "asynchrony.csv", looks.toString());
            }
        }
        return new BudgetOfNoise().draw(study.read());
    }

    @Test
    void theoryLiesUnderTheSpreadAndItsParts() {
        Page.Section section = draw(0);

        assertThat(VirtualStudy.series(section, Page.Style.POINTS))
                .extracting(Page.Series::name)
                .containsExactly("spread of the gradients under way", "sampling", "staleness");
        Page.Series law = VirtualStudy.series(section, Page.Style.LAW).get(0);
        // (2 + a)/(2 + a − a²W), a = 0.2
        assertThat(law.y().get(0)).isCloseTo(2.2 / (2.2 - 0.04 * 4), within(1e-12));
        assertThat(law.y().get(1)).isCloseTo(2.2 / (2.2 - 0.04 * 8), within(1e-12));
    }

    @Test
    void theShareOfStalenessIsSaid() {
        Page.Section section = draw(0);

        assertThat(section.answers().get(0))
                .startsWith("Of the spread of asynchronous gradients 20")
                .endsWith(" (workers = 8): whoever reads it as sampling noise overestimates that 1.25 times.");
        assertThat(section.answers().get(1)).contains("makes add up to the spread");
    }

    @Test
    void partsThatDoNotAddUpAreSaidNotTo() {
        assertThat(draw(0.3).answers().get(1)).contains("makes do not add up to the spread");
    }
}

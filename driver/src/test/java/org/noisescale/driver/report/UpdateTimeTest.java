package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpdateTimeTest {
    /** H(4) and 1/4 + 1/3: mean times of the last and of the second of four exponential workers. */
    private static final double ALL = 1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4;

    private static final double TWO = 1.0 / 4 + 1.0 / 3;

    @TempDir
    private Path directory;

    /** Updates take so long in the mean, every other one a tenth more and less. */
    private Page.Section draw(double two, double all, String time) {
        VirtualStudy study = new VirtualStudy(
                directory,
                160,
                "workers: 4, batchSize: 4, synchronization: {rule: k-sync, quorum: 4}" + time,
                "training.synchronization.quorum",
                "[2, 4]");
        for (int seed = 1; seed <= 3; seed++) {
            double drift = 1 + 0.002 * (seed - 2);
            study.run("2", seed, step -> drift * two * (step + 0.1 * (step % 2)), step -> 1);
            study.run("4", seed, step -> drift * all * (step + 0.1 * (step % 2)), step -> 1);
        }
        return new UpdateTime().draw(study.read());
    }

    @Test
    void measurementAndTheoryStandAtTheSamePlaces() {
        Page.Section section = draw(TWO, ALL, "");

        Page.Series law = VirtualStudy.series(section, Page.Style.LAW).get(0);
        Page.Series points = VirtualStudy.series(section, Page.Style.POINTS).get(0);
        assertThat(law.x().get(0))
                .containsExactly(2.0, 4.0)
                .isEqualTo(points.x().get(0));
        assertThat(law.y().get(0)).isCloseTo(TWO, within(1e-12));
        assertThat(law.y().get(1)).isCloseTo(ALL, within(1e-12));
        assertThat(points.y().get(0)).isCloseTo(TWO, within(0.01 * TWO));
        assertThat(points.low().get(0)).isLessThan(points.y().get(0));
        assertThat(section.answers())
                .singleElement()
                .asString()
                .startsWith("An update takes 0.58")
                .contains("3.57 times as long; theory is met everywhere to |z| ≤ ");
    }

    @Test
    void aTheoryThatIsMissedIsSaidToBe() {
        Page.Section section = draw(TWO, 1.2 * ALL, "");

        assertThat(section.answers().get(0)).contains("; theory is missed, by up to |z| = ");
    }

    @Test
    void whereTheoryKnowsNothingThereIsNoLine() {
        Page.Section section = draw(TWO, ALL, ", computeTime: {law: pareto}");

        assertThat(VirtualStudy.series(section, Page.Style.LAW)).isEmpty();
        assertThat(section.charts().get(0).keys()).hasSize(1);
        assertThat(section.answers().get(0)).doesNotContain("theory");
    }
}

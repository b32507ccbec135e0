package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StalenessTest {
    @TempDir
    private Path directory;

    private Page.Section draw(String time) {
        VirtualStudy study = new VirtualStudy(
                directory, 16, "batchSize: 4, synchronization: async" + time, "training.workers", "[2, 4]");
        for (int seed = 1; seed <= 2; seed++) {
            study.file(
                    study.run("2", seed, step -> step, step -> 1),
                    "staleness.csv",
                    "worker,staleness,count\n0,0,4\n1,0,4\nall,0,8\nall,1,4\nall,2,2\nall,4,2\n");
            study.file(
                    study.run("4", seed, step -> step, step -> 1),
                    "staleness.csv",
                    "worker,staleness,count\n0,3,16\nall,0,4\nall,3,8\nall,7,4\n");
        }
        return new Staleness().draw(study.read());
    }

    @Test
    void sharesAreDrawnOverTheGeometricLaw() {
        Page.Section section = draw("");

        Page.Series two = VirtualStudy.series(section, Page.Style.POINTS).get(0);
        assertThat(two.x().get(0)).containsExactly(0.0, 1.0, 2.0, 4.0);
        assertThat(two.y()).containsExactly(0.5, 0.25, 0.125, 0.125);
        Page.Series law = VirtualStudy.series(section, Page.Style.LAW).get(1);
        assertThat(law.y().get(3)).isCloseTo(0.25 * 0.75 * 0.75 * 0.75, within(1e-12));
    }

    @Test
    void theMeanIsSaidAndTheTail() {
        Page.Section section = draw("");

        assertThat(section.answers())
                .containsExactly(
                        "How many updates old a gradient is in the mean: 1 with workers = 2 and 3.25 with workers = 4:"
                                + " W − 1, whatever the law of the times.",
                        "With exponential times the law is geometric and its tail long: 25.0 % are more than twice as"
                                + " stale as the mean (theory: 13.3 %, workers = 4).");
    }

    @Test
    void anotherLawOfTheTimesHasNoGeometricLine() {
        Page.Section section = draw(", computeTime: {law: constant}");

        assertThat(VirtualStudy.series(section, Page.Style.LAW)).isEmpty();
        assertThat(section.answers()).hasSize(1);
    }
}

package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With four virtual workers a guess is right once in four. */
final class BatchNormLeakTest {
    @TempDir
    private Path directory;

    private NormalizedStudy study;

    @BeforeEach
    void begin() {
        study = new NormalizedStudy(directory);
    }

    /** How many of 100 the probe told in each of two batches of two seeds. */
    private void told(int batchSize, String batchNorm, int... told) {
        for (int seed = 1; seed <= 2; seed++) {
            String run = study.run(batchSize, batchNorm, seed, List.of("1,64,0.1,,2,0.1,1,2,,,"));
            study.file(
                    run,
                    "leak.csv",
                    "batch,virtual_workers,asked,told\n0,4,100," + told[2 * seed - 2] + "\n1,4,100,"
                            + told[2 * seed - 1] + "\n");
        }
    }

    private Page.Section draw() {
        return new BatchNormLeak().draw(study.read());
    }

    @Test
    void drawsHowOftenTheProbeIsRightBesideChance() {
        told(16, "local", 75, 70, 80, 75);
        told(64, "local", 28, 29, 26, 25);
        told(64, "sync", 27, 23, 26, 26);

        Page.Section section = draw();

        List<Page.Series> points = VirtualStudy.series(section, Page.Style.POINTS);
        assertThat(points).extracting(Page.Series::name).containsExactly("local", "sync");
        assertThat(points.get(0).x()).containsExactly(List.of(4.0, 16.0));
        assertThat(points.get(0).y().get(0)).isCloseTo(0.75, within(1e-12));
        assertThat(points.get(0).high().get(0)).isCloseTo(0.75 + Math.sqrt(0.005 / 12), within(1e-12));
        Page.Series chance = VirtualStudy.series(section, Page.Style.LAW).get(0);
        assertThat(chance.x()).containsExactly(List.of(4.0, 16.0, 64.0));
        assertThat(chance.y()).containsOnly(0.25);
    }

    @Test
    void saysByHowMuchTheProbeIsBetterThanAGuess() {
        told(16, "local", 75, 70, 80, 75);
        told(64, "local", 27, 23, 26, 26);

        assertThat(draw().answers())
                .containsExactly("With local the probe tells the virtual worker of 75.0 % ± 2.0 of the examples at n ="
                        + " 4, 50.0 points above chance (25.0 %), and of 25.5 % ± 0.9 at n = 16, no better than"
                        + " chance (25.0 %).");
    }

    @Test
    void whatIsNearChanceIsSaidToBeNoBetter() {
        told(64, "sync", 27, 23, 26, 26);

        assertThat(draw().answers())
                .containsExactly("With sync the probe tells the virtual worker of 25.5 % ± 0.9 of the examples at n ="
                        + " 64, no better than chance (25.0 %).");
    }

    /** With three degrees of freedom 5.8 standard errors may be of chance; these are 14.7. */
    @Test
    void whatIsALittleFartherIsNot() {
        told(64, "group:2", 31, 32, 30, 31);

        assertThat(draw().answers())
                .containsExactly("With group:2 the probe tells the virtual worker of 31.0 % ± 0.4 of the examples at"
                        + " n = 32, 6.0 points above chance (25.0 %).");
    }

    @Test
    void allSizesTogetherAreHeldAgainstChance() {
        told(16, "sync", 27, 23, 26, 26);
        told(64, "sync", 27, 23, 26, 26);

        assertThat(draw().answers())
                .containsExactly("With sync the probe tells the virtual worker of 25.5 % ± 0.6 of the examples over"
                        + " all n, no better than chance (25.0 %).");
    }

    /** Each is 4.2 standard errors above chance, of 5.8 that may be; together they are 6.0 of 3.7. */
    @Test
    void whatEachSizeLeavesOpenAllTogetherMayDecide() {
        told(16, "sync", 30, 27, 28, 27);
        told(64, "sync", 30, 27, 28, 27);

        assertThat(draw().answers())
                .containsExactly("With sync the probe tells the virtual worker of 28.0 % ± 0.5 of the examples over"
                        + " all n, 3.0 points above chance (25.0 %).");
    }

    @Test
    void saysWhatIsLackingWithoutAProbe() {
        study.run(64, "sync", 1, List.of("1,64,0.1,,2,0.1,1,2,,,"));

        Page.Section section = draw();

        assertThat(section.charts()).isEmpty();
        assertThat(section.caption()).isEqualTo("The runs tried no probe: set measure.batchNorm.leak.");
    }
}

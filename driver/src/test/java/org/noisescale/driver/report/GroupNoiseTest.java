package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupNoiseTest {
    private static final String HEADER = "step,loss,noise_trace,gradient_norm_squared,noise_trace_biased,"
            + "gradient_norm_squared_biased,wall_seconds,learning_rate,examples\n";

    @TempDir
    private Path directory;

    private NormalizedStudy study;

    @BeforeEach
    void begin() {
        study = new NormalizedStudy(directory);
    }

    /** A run of three steps, with S as it was read from independent gradients, and from all. */
    private void run(String batchNorm, int seed, List<String> valid, List<String> biased) {
        String run = study.run(64, batchNorm, seed, List.of("1,64,0.1,,2,0.1,1,2,,,"));
        StringBuilder steps = new StringBuilder(HEADER);
        for (int step = 0; step < 3; step++) {
            steps.append(step + 1 + ",1," + valid.get(step) + ",1," + biased.get(step) + ",1,0.1,0.1,64\n");
        }
        study.file(run, "steps.csv", steps.toString());
    }

    private Page.Section draw() {
        return new GroupNoise().draw(study.read());
    }

    @Test
    void drawsTheValidNoiseAndTheBiasedOneOfTheSameSteps() {
        run("sync", 1, List.of("100", "", "60"), List.of("140", "1000", "100"));

        Page.Section section = draw();

        assertThat(VirtualStudy.series(section, Page.Style.POINTS))
                .extracting(Page.Series::y)
                .containsExactly(List.of(80.0));
        assertThat(VirtualStudy.series(section, Page.Style.FAINT))
                .extracting(Page.Series::y)
                .containsExactly(List.of(120.0));
        assertThat(section.charts().get(0).keys()).hasSize(2);
        assertThat(section.answers()).containsExactly("S is 80 at n = 64 (sync).");
    }

    @Test
    void whereAllGradientsAreIndependentThereIsNoBiasedNoise() {
        run("ghost:4", 1, List.of("310", "300", "290"), List.of("", "", ""));

        Page.Section section = draw();

        assertThat(VirtualStudy.series(section, Page.Style.FAINT)).isEmpty();
        assertThat(section.charts().get(0).keys()).hasSize(1);
    }

    @Test
    void saysHowMuchMoreNoiseSmallerGroupsMake() {
        run("sync", 1, List.of("100", "", "60"), List.of("140", "1000", "100"));
        run("sync", 2, List.of("90", "", "90"), List.of("140", "1000", "100"));
        run("ghost:4", 1, List.of("310", "300", "290"), List.of("", "", ""));
        run("ghost:4", 2, List.of("350", "340", "330"), List.of("", "", ""));

        assertThat(draw().answers())
                .containsExactly("S is 320 ± 20 at n = 4 (ghost:4) and 85 ± 5 at n = 64 (sync): 3.76 times as much"
                        + " noise with the smaller groups.");
    }

    @Test
    void saysWhatIsLackingWhereNoNoiseWasRead() {
        run("sync", 1, List.of("", "", ""), List.of("140", "1000", "100"));

        Page.Section section = draw();

        assertThat(section.charts()).isEmpty();
        assertThat(section.caption())
                .isEqualTo("No run of a network with model.batchNorm recorded the noise of its gradients.");
    }
}

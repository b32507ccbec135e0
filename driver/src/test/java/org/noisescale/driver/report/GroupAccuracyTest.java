package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupAccuracyTest {
    private static final int STEPS = 20;

    @TempDir
    private Path directory;

    /** A run whose loss is 2, and 0.3 and 0.5 in the last tenth of the steps; half-way nothing is right. */
    private static List<String> steps(double evaluationLoss, double accuracy) {
        return IntStream.rangeClosed(1, STEPS)
                .mapToObj(step -> step + ",64,0.1,,"
                        + (step < STEPS - 1 ? "2" : step < STEPS ? "0.3" : "0.5")
                        + ",0.1,1,2,,"
                        + (step == STEPS ? evaluationLoss + "," + accuracy : step == STEPS / 2 ? "9,0" : ","))
                .toList();
    }

    private Page.Section draw() {
        NormalizedStudy study = new NormalizedStudy(directory);
        study.run(64, "ghost:4", 1, steps(0.5, 0.8));
        study.run(64, "ghost:4", 2, steps(0.7, 0.84));
        study.run(64, "local", 1, steps(0.4, 0.89));
        study.run(64, "local", 2, steps(0.5, 0.91));
        study.run(64, "sync", 1, steps(0.35, 0.86));
        study.run(64, "sync", 2, steps(0.33, 0.88));
        return new GroupAccuracy().draw(study.read());
    }

    @Test
    void drawsWhatTheLastEvaluationSaysAgainstTheExamplesThatShare() {
        List<Page.Series> accuracy = draw().charts().get(0).series();

        assertThat(accuracy).extracting(Page.Series::name).containsExactly("ghost", "local", "sync");
        assertThat(accuracy)
                .extracting(Page.Series::x)
                .containsExactly(List.of(List.of(4.0)), List.of(List.of(16.0)), List.of(List.of(64.0)));
        assertThat(accuracy.get(0).y().get(0)).isCloseTo(0.82, within(1e-12));
        assertThat(accuracy.get(0).low().get(0)).isCloseTo(0.8, within(1e-12));
        assertThat(accuracy.get(0).high().get(0)).isCloseTo(0.84, within(1e-12));
    }

    @Test
    void theGapIsToTheLossOfTheLastTenthOfTheSteps() {
        List<Page.Series> gap = draw().charts().get(1).series();

        assertThat(gap.get(0).y().get(0)).isCloseTo(0.2, within(1e-12));
        assertThat(gap.get(2).y().get(0)).isCloseTo(-0.06, within(1e-12));
    }

    @Test
    void saysWhichSizeIsBestAndHowFarTrainingAndEvaluationAreApart() {
        assertThat(draw().answers())
                .containsExactly(
                        "Accuracy is 82.0 % ± 2.0 at n = 4 (ghost:4), 87.0 % ± 1.0 at n = 64 (sync) and highest,"
                                + " 90.0 % ± 1.0, at n = 16 (local).",
                        "The evaluation loss less the training loss is 0.2 ± 0.1 at n = 4 (ghost:4) and"
                                + " −0.06 ± 0.01 at n = 64 (sync).");
    }

    @Test
    void saysWhatIsLackingWithoutAnEvaluation() {
        NormalizedStudy study = new NormalizedStudy(directory);
        study.run(64, "sync", 1, List.of("1,64,0.1,,2,0.1,1,2,,,"));

        Page.Section section = new GroupAccuracy().draw(study.read());

        assertThat(section.charts()).isEmpty();
        assertThat(section.caption()).isEqualTo("No run of a network with model.batchNorm was evaluated.");
    }
}

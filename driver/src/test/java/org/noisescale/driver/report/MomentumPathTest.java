package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MomentumPathTest {
    private static final double A = 0.2;
    private static final int STEPS = 12;

    @TempDir
    private Path directory;

    /** Paths of a heavy ball that begins with velocity −aθ₀, scattered by up to a hundredth around it. */
    private Page.Section draw(double momentum) {
        VirtualStudy study =
                new VirtualStudy(directory, STEPS, "batchSize: 4, synchronization: async", "training.workers", "[4]");
        for (int seed = 1; seed <= 8; seed++) {
            StringBuilder path = new StringBuilder("step,parameter_1\n0,1\n");
            double theta = 1;
            double velocity = -A;
            for (int step = 1; step <= STEPS; step++) {
                theta += velocity;
                velocity = momentum * velocity - A / 4 * theta;
                path.append(step + "," + (theta + ((seed * 5 + step * 3) % 7 - 3) / 300.0) + "\n");
            }
            study.file(study.run("4", seed, step -> step, step -> 1), "path.csv", path.toString());
        }
        return new MomentumPath().draw(study.read());
    }

    @Test
    void theHeavyBallLiesUnderTheMeanPath() {
        Page.Section section = draw(0.75);

        Page.Series law = VirtualStudy.series(section, Page.Style.LAW).get(0);
        // θ₁ = 1 − a, θ₂ = θ₁ + (1 − 1/W)(−a) − (a/W) θ₁
        assertThat(law.y().get(1)).isCloseTo(0.8, within(1e-12));
        assertThat(law.y().get(2)).isCloseTo(0.8 - 0.75 * 0.2 - 0.05 * 0.8, within(1e-12));
        assertThat(VirtualStudy.series(section, Page.Style.POINTS).get(0).y().get(1))
                .isCloseTo(0.8, within(0.01));
    }

    @Test
    void theMomentumThatIsThereIsFound() {
        Page.Section section = draw(0.75);

        String answer = section.answers().get(0);
        assertThat(answer).contains("with 4 workers the runs show μ = 0.7").endsWith("theory says 1 − 1/W = 0.750.");
        assertThat(section.answers().get(1)).contains("all fits agree with theory");
    }

    @Test
    void aMomentumThatIsNotThereIsNotFound() {
        Page.Section section = draw(0.2);

        assertThat(section.answers().get(0)).contains("the runs show μ = 0.195 ± 0.044");
        assertThat(section.answers().get(1)).contains("not all fits agree with theory");
    }
}

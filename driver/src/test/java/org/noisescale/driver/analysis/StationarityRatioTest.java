package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/** SGD with noise along several axes of h = c = 1, whose parameters are asked whether they are at rest. */
final class StationarityRatioTest {
    private static final int AXES = 8;
    private static final double RATE = 0.2;

    private static StationarityRatio run(SplittableRandom random, double start, double noise, int steps) {
        StationarityRatio.Window window = new StationarityRatio.Window(steps);
        double[] theta = new double[AXES];
        for (int i = 0; i < AXES; i++) {
            theta[i] = start == 0 ? Math.sqrt(RATE / (2 - RATE)) * random.nextGaussian() : start;
        }
        for (int step = 1; step <= steps; step++) {
            double product = 0;
            double update = 0;
            double norm = 0;
            for (int i = 0; i < AXES; i++) {
                double u = RATE * (theta[i] + noise * random.nextGaussian());
                product += theta[i] * u;
                update += u * u;
                theta[i] -= u;
                norm += theta[i] * theta[i];
            }
            window.observe(step, new UpdateFigures(product, update, norm));
        }
        return window.ratio().orElseThrow();
    }

    /** Its error is the true one: over many runs z has mean 0 and spread 1. */
    @Test
    void atRestItIsOneWithinAnHonestError() {
        SplittableRandom random = new SplittableRandom(7);
        int runs = 400;
        double sum = 0;
        double squares = 0;
        for (int run = 0; run < runs; run++) {
            double z = run(random, 0, 1, 1_000).z();
            sum += z;
            squares += z * z;
        }

        assertThat(sum / runs).isCloseTo(0, within(5 / Math.sqrt(runs)));
        assertThat(squares / runs).isCloseTo(1, within(5 * Math.sqrt(2.0 / runs)));
    }

    /** Without noise u = aθ, so that 2θ·u/|u|² = 2/a whatever the axis. */
    @Test
    void onTheWayDownWithoutNoiseItIsTwiceTheInverseRate() {
        StationarityRatio ratio = run(new SplittableRandom(1), 1, 0, 60);

        assertThat(ratio.value()).isCloseTo(2 / RATE, within(1e-9));
        assertThat(ratio.z()).isGreaterThan(5);
    }

    @Test
    void nothingIsSaidOfRunsThatAreTooShortOrDiverged() {
        StationarityRatio.Window few = new StationarityRatio.Window(30);
        StationarityRatio.Window lost = new StationarityRatio.Window(100);
        StationarityRatio.Window still = new StationarityRatio.Window(100);
        for (int step = 1; step <= 100; step++) {
            if (step <= 30) {
                few.observe(step, new UpdateFigures(1, 2, 3 + step % 2));
            }
            lost.observe(step, new UpdateFigures(Double.NaN, Double.NaN, Double.NaN));
            still.observe(step, new UpdateFigures(0, 0, 3));
        }

        assertThat(few.ratio()).isEmpty();
        assertThat(lost.ratio()).isEmpty();
        assertThat(still.ratio()).isEmpty();
    }
}

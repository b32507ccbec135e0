package org.noisescale.driver.analysis.asynchrony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ImplicitMomentumTest {
    /** TRUTHS: W = 4, a = .4, θ₀ = 1. */
    @Test
    void knowsTheMeanPath() {
        double[] path = ImplicitMomentum.path(0.4, 4, 1, 6);

        double[] truth = {1, .6, .24, -.054, -.2691, -.4035, -.4640};
        for (int t = 0; t < truth.length; t++) {
            assertThat(path[t]).isCloseTo(truth[t], within(5e-5));
        }
    }

    @Test
    void findsTheMomentumOfExactPaths() {
        double[] path = ImplicitMomentum.path(0.3, 5, 1, 20);

        ImplicitMomentum fit = ImplicitMomentum.of(Collections.nCopies(6, path));

        assertThat(fit.momentum()).isCloseTo(0.8, within(1e-9));
        assertThat(fit.step()).isCloseTo(0.3 / 5, within(1e-9));
        assertThat(fit.momentumError()).isCloseTo(0, within(1e-9));
    }

    /** Also its errors are right: over many repetitions z has mean 0 and spread 1. */
    @Test
    void isWithinItsErrorsOfTheTruthForRandomOrdersOfArrival() {
        SplittableRandom random = new SplittableRandom(3);
        int repetitions = 200;
        double sum = 0;
        double squares = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            ImplicitMomentum fit = ImplicitMomentum.of(paths(random, 60));
            double z = (fit.momentum() - 0.75) / fit.momentumError();
            sum += z;
            squares += z * z;
        }

        assertThat(sum / repetitions).isCloseTo(0, within(5 / Math.sqrt(repetitions)));
        assertThat(squares / repetitions).isCloseTo(1, within(5 * Math.sqrt(2.0 / repetitions)));
    }

    /** The same of one long path with noise, in which nothing is repeated. */
    @Test
    void isWithinItsErrorsOfTheTruthInOneLongRun() {
        SplittableRandom random = new SplittableRandom(5);
        int repetitions = 200;
        double sums = 0;
        double squares = 0;
        double steps = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            ImplicitMomentum fit = ImplicitMomentum.ofPast(List.of(longPath(random, 4_000)), 100);
            double z = (fit.momentum() - 0.75) / fit.momentumError();
            sums += z;
            squares += z * z;
            steps += (fit.step() - 0.1) / fit.stepError();
        }

        assertThat(sums / repetitions).isCloseTo(0, within(5 / Math.sqrt(repetitions)));
        assertThat(steps / repetitions).isCloseTo(0, within(5 / Math.sqrt(repetitions)));
        assertThat(squares / repetitions).isCloseTo(1, within(5 * Math.sqrt(2.0 / repetitions)));
    }

    private static double[] longPath(SplittableRandom random, int length) {
        double[] path = new double[length];
        double[] held = new double[4];
        for (int t = 1; t < length; t++) {
            int worker = random.nextInt(4);
            path[t] = path[t - 1] - 0.4 * held[worker] - 0.4 * random.nextGaussian();
            held[worker] = path[t];
        }
        return path;
    }

    private static List<double[]> paths(SplittableRandom random, int count) {
        List<double[]> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] path = new double[26];
            double[] held = new double[4];
            Arrays.fill(held, 1);
            path[0] = 1;
            for (int t = 1; t < path.length; t++) {
                int worker = random.nextInt(4);
                path[t] = path[t - 1] - 0.4 * held[worker];
                held[worker] = path[t];
            }
            paths.add(path);
        }
        return paths;
    }

    @Test
    void refusesToTellFromTooFewRuns() {
        assertThatThrownBy(() -> ImplicitMomentum.of(List.of(new double[9])))
                .hasMessage("there must be at least 6 paths, were 1");
    }
}

package org.noisescale.driver.analysis.asynchrony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.NoisyQuadraticTheory;

final class AsynchronousQuadraticTest {
    private static final List<Double> SPECTRUM = List.of(1.0, 0.5, 0.25);
    private static final List<Double> START = List.of(1.0, -2.0, 3.0);

    @Test
    void isPlainDescentWithOneWorker() {
        List<AsynchronousQuadratic.Loss> losses =
                new AsynchronousQuadratic(SPECTRUM, SPECTRUM, START, 0.3, 1, 4).trajectory(50);

        List<NoisyQuadraticTheory.LossMoments> plain =
                new NoisyQuadraticTheory(SPECTRUM, SPECTRUM, START, 0.3, 0, 4).trajectory(50);
        for (int t = 0; t <= 50; t++) {
            assertThat(losses.get(t).present()).isCloseTo(plain.get(t).mean(), within(1e-12));
            assertThat(losses.get(t).read()).isCloseTo(plain.get(t).mean(), within(1e-12));
        }
    }

    @Test
    void comesToRestWhereTheClosedFormSays() {
        AsynchronousQuadratic theory = new AsynchronousQuadratic(SPECTRUM, SPECTRUM, START, 0.1, 8, 2);

        AsynchronousQuadratic.Loss last = theory.trajectory(20_000).get(20_000);

        assertThat(last.present()).isCloseTo(theory.rest(), within(1e-9));
        assertThat(last.read()).isCloseTo(theory.rest(), within(1e-9));
    }

    /** TRUTHS: inflation over one worker, W = 4: 1.0299 (a = .01), 1.1471 (.05), 1.2913 (.1). */
    @Test
    void inflatesTheVarianceAsMuchAsIsKnown() {
        double[] rates = {0.01, 0.05, 0.1};
        double[] truths = {1.0299, 1.1471, 1.2913};

        for (int i = 0; i < rates.length; i++) {
            assertThat(rest(rates[i], 4) / rest(rates[i], 1)).isCloseTo(truths[i], within(5e-5));
        }
    }

    private static double rest(double rate, int workers) {
        return new AsynchronousQuadratic(List.of(1.0), List.of(1.0), List.of(0.0), rate, workers, 1).rest();
    }

    @Test
    void doesNotComeToRestBeyondTheLimitOfStability() {
        double limit = (1 + Math.sqrt(1 + 8.0 * 8)) / 2 / 8;

        assertThat(rest(limit * 1.001, 8)).isInfinite();
        assertThat(rest(limit * 0.999, 8)).isFinite();
    }

    @Test
    void isWhatRandomOrdersOfArrivalGiveInTheMean() {
        SplittableRandom random = new SplittableRandom(11);
        int runs = 40_000;
        double[] present = new double[runs];
        double[] read = new double[runs];
        for (int run = 0; run < runs; run++) {
            double theta = 1;
            double[] held = {1, 1, 1};
            int next = random.nextInt(3);
            for (int t = 0; t < 12; t++) {
                theta -= 0.4 * held[next] + 0.4 * 0.5 * random.nextGaussian();
                held[next] = theta;
                next = random.nextInt(3);
            }
            present[run] = theta * theta / 2;
            read[run] = held[next] * held[next] / 2;
        }

        AsynchronousQuadratic.Loss theory = new AsynchronousQuadratic(
                        List.of(1.0), List.of(1.0), List.of(1.0), 0.4, 3, 4)
                .trajectory(12)
                .get(12);

        MeanEstimate measured = MeanEstimate.of(present);
        MeanEstimate measuredRead = MeanEstimate.of(read);
        assertThat(measured.mean()).isCloseTo(theory.present(), within(5 * measured.standardError()));
        assertThat(measuredRead.mean()).isCloseTo(theory.read(), within(5 * measuredRead.standardError()));
    }
}

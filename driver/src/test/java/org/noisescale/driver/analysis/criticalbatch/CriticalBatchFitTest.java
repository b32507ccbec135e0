package org.noisescale.driver.analysis.criticalbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.driver.analysis.Interval;

class CriticalBatchFitTest {
    private static final double[] BATCHES = {4, 8, 16, 32, 64, 128, 256, 512, 1024};
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static double[] steps(double stepsMin, double critical) {
        return Arrays.stream(BATCHES).map(b -> stepsMin * (1 + critical / b)).toArray();
    }

    @ParameterizedTest
    @CsvSource({"40, 100", "1, 4", "3000, 1024", "7.5, 33", "40, 4000", "40, 1"})
    void exactPointsGiveTheExactParameters(double stepsMin, double critical) {
        CriticalBatchFit fit =
                CriticalBatchFit.of(BATCHES, steps(stepsMin, critical)).orElseThrow();

        assertThat(fit.stepsMin()).isCloseTo(stepsMin, within(1e-7 * stepsMin));
        assertThat(fit.criticalBatchSize()).isCloseTo(critical, within(1e-7 * critical));
        assertThat(fit.examplesMin()).isCloseTo(stepsMin * critical, within(1e-7 * stepsMin * critical));
        assertThat(fit.scatter()).isLessThan(1e-7);
        assertThat(fit.criticalBatchSizeInterval().high()).isCloseTo(fit.criticalBatchSize(), within(1e-5 * critical));
    }

    @Test
    void atTheCriticalBatchSizeStepsAndExamplesAreTwiceTheirLeast() {
        CriticalBatchFit fit = CriticalBatchFit.of(BATCHES, steps(40, 100)).orElseThrow();

        double there = fit.steps(fit.criticalBatchSize());

        assertThat(there).isCloseTo(2 * fit.stepsMin(), within(1e-6));
        assertThat(there * fit.criticalBatchSize()).isCloseTo(2 * fit.examplesMin(), within(1e-3));
    }

    @Test
    void runsThatDidNotReachTheTargetAreLeftOut() {
        double[] steps = steps(40, 100);
        steps[0] = INFINITE;
        steps[5] = INFINITE;

        CriticalBatchFit fit = CriticalBatchFit.of(BATCHES, steps).orElseThrow();

        assertThat(fit.count()).isEqualTo(7);
        assertThat(fit.criticalBatchSize()).isCloseTo(100, within(1e-5));
    }

    @Test
    void thereIsNoFitWhereThePointsDoNotDetermineOne() {
        double[] few = steps(40, 100);
        Arrays.fill(few, 2, few.length, INFINITE);
        double[] constant = new double[BATCHES.length];
        Arrays.fill(constant, 50);
        double[] inverse = Arrays.stream(BATCHES).map(b -> 10_000 / b).toArray();

        assertThat(CriticalBatchFit.of(BATCHES, few)).isEmpty();
        assertThat(CriticalBatchFit.of(BATCHES, constant)).isEmpty();
        assertThat(CriticalBatchFit.of(BATCHES, inverse)).isEmpty();
        assertThat(CriticalBatchFit.of(new double[] {8, 8, 8}, new double[] {50, 51, 52}))
                .isEmpty();
    }

    /**
     * Log-normal noise of 10 % on nine points, 4,000 times. The intervals linearise the curve, which costs less than a
     * percent of coverage here; the standard error of a coverage near 95 % is 0.34 %.
     */
    @Test
    void theIntervalsCoverTheTruthAsOftenAsTheySay() {
        Random random = new Random(1);
        int trials = 4_000;
        int[] covered = new int[4];

        for (int i = 0; i < trials; i++) {
            double[] noisy = Arrays.stream(steps(40, 100))
                    .map(s -> s * Math.exp(0.1 * random.nextGaussian()))
                    .toArray();
            CriticalBatchFit fit = CriticalBatchFit.of(BATCHES, noisy).orElseThrow();
            covered[0] += covers(fit.stepsMinInterval(), 40);
            covered[1] += covers(fit.criticalBatchSizeInterval(), 100);
            covered[2] += covers(fit.examplesMinInterval(), 4_000);
            covered[3] += covers(fit.stepsInterval(50), 40 * (1 + 100 / 50.0));
        }

        for (int count : covered) {
            assertThat(count / (double) trials).isBetween(0.95 - 0.01 - 5 * 0.0034, 0.95 + 5 * 0.0034);
        }
    }

    private static int covers(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }

    /** The spread of the estimates is what the covariance says: the standard error of an sd over 4,000 is 1.1 %. */
    @Test
    void theStandardErrorIsTheSpreadOfTheEstimates() {
        Random random = new Random(2);
        int trials = 4_000;

        double sum = 0;
        double squares = 0;
        double claimed = 0;
        for (int i = 0; i < trials; i++) {
            double[] noisy = Arrays.stream(steps(40, 100))
                    .map(s -> s * Math.exp(0.05 * random.nextGaussian()))
                    .toArray();
            CriticalBatchFit fit = CriticalBatchFit.of(BATCHES, noisy).orElseThrow();
            sum += fit.parameters().q();
            squares += fit.parameters().q() * fit.parameters().q();
            claimed += fit.covariance().qq();
        }

        double mean = sum / trials;
        double spread = Math.sqrt(squares / trials - mean * mean);
        assertThat(Math.sqrt(claimed / trials)).isCloseTo(spread, within(0.06 * spread));
        assertThat(mean).isCloseTo(Math.log(100), within(5 * spread / Math.sqrt(trials) + 0.003));
    }
}

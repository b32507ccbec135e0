package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatioEstimateTest {

    @Test
    void dividesAveragesAndNeverAveragesRatios() {
        RatioEstimate estimate = RatioEstimate.ofSeries(new double[] {10, 30}, new double[] {1, 7});

        assertThat(estimate.value()).isEqualTo(5);
    }

    @Test
    void leavesOutStepsAtWhichAFigureDoesNotApply() {
        RatioEstimate estimate = RatioEstimate.ofSeries(new double[] {10, Double.NaN, 30}, new double[] {1, 100, 7});

        assertThat(estimate.value()).isEqualTo(5);
        assertThat(estimate.count()).isEqualTo(2);
    }

    @Test
    void weighsRunsByTheirSteps() {
        RatioEstimate one = RatioEstimate.ofSeries(new double[] {1}, new double[] {1});
        RatioEstimate three = RatioEstimate.ofSeries(new double[] {5, 5, 5}, new double[] {1, 1, 1});

        assertThat(RatioEstimate.pooled(List.of(one, three)).value()).isEqualTo(4);
    }

    /** 2,000 intervals: the standard error of a coverage of 95 % is 0.5 %. The averages drift to a third meanwhile. */
    @Test
    void coversTheRatioOfADriftingRun() {
        Random random = new Random(11);
        int covered = 0;
        for (int trial = 0; trial < 2000; trial++) {
            RatioEstimate estimate = drifting(random, 200, 20);
            Interval interval = estimate.interval();
            covered += interval.low() <= 20 && interval.high() >= 20 ? 1 : 0;
        }

        assertThat(covered / 2000.0).isBetween(0.93, 0.97);
    }

    @Test
    void hasNoUpperEndWhenTheDenominatorMayBeZero() {
        double[] wild = {3, -3, 3, -2.5, 3, -3, 2.5, -2.9};
        double[] steady = {1, 1.1, 0.9, 1, 1.1, 0.9, 1, 1};

        Interval interval = RatioEstimate.ofSeries(steady, wild).interval();

        assertThat(interval.high()).isInfinite();
        assertThat(interval.low()).isBetween(0.0, 1.0);
    }

    @Test
    void hasNoIntervalFromASingleStep() {
        Interval interval =
                RatioEstimate.ofSeries(new double[] {1}, new double[] {1}).interval();

        assertThat(interval.low()).isNaN();
        assertThat(interval.high()).isNaN();
    }

    /** 1,000 trials: the standard error of a share of 5 % is 0.7 %. */
    @Test
    void refusesACommonRatioWronglyInOneOfTwentyCases() {
        Random random = new Random(3);
        int refused = 0;
        for (int trial = 0; trial < 1000; trial++) {
            List<RatioEstimate> alike = IntStream.range(0, 6)
                    .mapToObj(i -> drifting(random, 200, 20))
                    .toList();
            refused += RatioEstimate.homogeneity(alike) < 0.05 ? 1 : 0;
        }

        assertThat(refused / 1000.0).isBetween(0.025, 0.08);
    }

    @Test
    void refusesACommonRatioOfEstimatesThatDiffer() {
        Random random = new Random(4);
        List<RatioEstimate> unlike = IntStream.range(0, 6)
                .mapToObj(i -> drifting(random, 2000, 20 + 4 * i))
                .toList();

        assertThat(RatioEstimate.homogeneity(unlike)).isLessThan(1e-6);
    }

    @Test
    void doesNotTakeATrendForNoise() {
        double[] trend = IntStream.range(0, 1001).mapToDouble(i -> i).toArray();
        double[] ones = new double[1001];
        Arrays.fill(ones, 1);

        Interval interval = RatioEstimate.ofSeries(trend, ones).interval();

        assertThat(interval.low()).isCloseTo(500, within(1e-9));
        assertThat(interval.high()).isCloseTo(500, within(1e-9));
    }

    @Test
    void doesNotTakeTheStepFromOneRunToTheNextForNoise() {
        double[] ones = new double[20];
        double[] threes = new double[20];
        Arrays.fill(ones, 1);
        Arrays.fill(threes, 3);

        Interval interval = RatioEstimate.pooled(
                        List.of(RatioEstimate.ofSeries(ones, ones), RatioEstimate.ofSeries(threes, ones)))
                .interval();

        assertThat(interval.low()).isCloseTo(2, within(1e-9));
        assertThat(interval.high()).isCloseTo(2, within(1e-9));
    }

    /**
     * A ratio of the given value at every step, numerator and denominator falling to a third, with independent noise.
     */
    private static RatioEstimate drifting(Random random, int steps, double ratio) {
        double[] numerators = new double[steps];
        double[] denominators = new double[steps];
        for (int i = 0; i < steps; i++) {
            double level = Math.exp(-1.1 * i / steps);
            numerators[i] = ratio * level * (1 + 0.3 * random.nextGaussian());
            denominators[i] = level + 1.5 * random.nextGaussian();
        }
        return RatioEstimate.ofSeries(numerators, denominators);
    }
}

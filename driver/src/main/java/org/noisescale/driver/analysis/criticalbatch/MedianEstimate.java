package org.noisescale.driver.analysis.criticalbatch;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.noisescale.driver.analysis.Interval;

/**
 * A median over independent repetitions, of which some may be infinite: a run that did not reach its target within its
 * steps is right-censored, and all that is known of it is that it took longer. As long as fewer than half are, the
 * median is what it would be without censoring.
 *
 * <p>The interval is distribution-free: from the k-th smallest to the k-th largest value it covers the true median with
 * probability 1 − 2 P(Bin(n, ½) &lt; k), whatever the distribution (Thompson 1936, Ann. Math. Statist. 7, 122). k is
 * the greatest for which that is at least 95 %; below six repetitions none is, and the interval from the least to the
 * greatest covers the median with the probability that {@code coverage} says.
 *
 * @param interval NaN without values; an end may be infinite
 * @param coverage the probability that the interval covers the true median
 * @param censored how many values are infinite
 */
public record MedianEstimate(double median, Interval interval, double coverage, int count, int censored) {
    private static final double LEVEL = 0.95;

    /** The estimate from these values, of which none is NaN. */
    public static MedianEstimate of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        if (count == 0) {
            return new MedianEstimate(Double.NaN, new Interval(Double.NaN, Double.NaN), 0, 0, 0);
        }
        if (Double.isNaN(sorted[count - 1])) {
            throw new IllegalArgumentException("values must not be NaN, were " + Arrays.toString(values));
        }
        int rank = rank(count);
        return new MedianEstimate(
                (sorted[(count - 1) / 2] + sorted[count / 2]) / 2,
                new Interval(sorted[rank - 1], sorted[count - rank]),
                coverage(count, rank),
                count,
                (int) Arrays.stream(sorted).filter(Double::isInfinite).count());
    }

    private static int rank(int count) {
        int rank = 1;
        while (2 * (rank + 1) <= count && coverage(count, rank + 1) >= LEVEL) {
            rank++;
        }
        return rank;
    }

    private static double coverage(int count, int rank) {
        return Math.max(0, 1 - 2 * new BinomialDistribution(count, 0.5).cumulativeProbability(rank - 1));
    }
}

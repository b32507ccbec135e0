package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Least and greatest value, mean and sum of squared deviations of each feature.
 *
 * <p>Within a block by Welford 1962, "Note on a method for calculating corrected sums of squares and products"; blocks
 * merge by Chan, Golub &amp; LeVeque 1983, "Algorithms for computing the sample variance". A constant feature has
 * exactly no deviation. The last bits depend on the order of merging, so callers merge in the order of blocks.
 */
final class FeatureFigures implements Serializable {
    private final float[] least;
    private final float[] greatest;
    private final double[] means;
    private final double[] squares;
    private long count;

    /** The figures of no examples. */
    FeatureFigures(int featureCount) {
        least = new float[featureCount];
        greatest = new float[featureCount];
        means = new double[featureCount];
        squares = new double[featureCount];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    }

    /** Takes in the example that starts at this offset. */
    void observe(float[] features, int offset) {
        count++;
        double weight = 1.0 / count;
        for (int feature = 0; feature < means.length; feature++) {
            float value = features[offset + feature];
            least[feature] = Math.min(least[feature], value);
            greatest[feature] = Math.max(greatest[feature], value);
            double deviation = value - means[feature];
            means[feature] += deviation * weight;
            squares[feature] += deviation * (value - means[feature]);
        }
    }

    /** Takes in the figures of the examples that follow. */
    void merge(FeatureFigures next) {
        if (next.count == 0) {
            return;
        }
        long total = count + next.count;
        double weight = (double) next.count / total;
        for (int feature = 0; feature < means.length; feature++) {
            least[feature] = Math.min(least[feature], next.least[feature]);
            greatest[feature] = Math.max(greatest[feature], next.greatest[feature]);
            double deviation = next.means[feature] - means[feature];
            means[feature] += deviation * weight;
            squares[feature] += next.squares[feature] + deviation * deviation * count * weight;
        }
        count = total;
    }

    int featureCount() {
        return means.length;
    }

    double least(int feature) {
        return least[feature];
    }

    double greatest(int feature) {
        return greatest[feature];
    }

    double mean(int feature) {
        return means[feature];
    }

    /** The population's standard deviation. */
    double deviation(int feature) {
        return Math.sqrt(squares[feature] / count);
    }

    /** The least value of all features together. */
    double leastOfAll() {
        double all = Double.POSITIVE_INFINITY;
        for (float value : least) {
            all = Math.min(all, value);
        }
        return all;
    }

    /** The greatest value of all features together. */
    double greatestOfAll() {
        double all = Double.NEGATIVE_INFINITY;
        for (float value : greatest) {
            all = Math.max(all, value);
        }
        return all;
    }
}

package org.noisescale.parameterserver.moments;

import java.util.List;

/**
 * How much the statistics of a layer of BatchNormalization scatter from batch to batch, from two independent batches at
 * one version of the parameters: half of the squared difference estimates a variance without bias. All figures are
 * means over the layer's channels.
 *
 * @param segment the position in the layout of the layer's running mean
 * @param count over how many values of each channel statistics were taken
 * @param variance of the activations, as in the statistics (Σ(x − x̄)²/n), the mean of both batches
 * @param meanVariance Var(x̄)
 * @param inverseDeviation 1/σ, the mean of both batches
 * @param inverseDeviationVariance Var(1/σ)
 * @param normalizedVariance Var(x̂) of a fixed activation, one running deviation above the running mean
 * @param runningMeanDistance (x̄ − running mean)²
 */
public record StatisticsNoise(
        int segment,
        long count,
        double variance,
        double meanVariance,
        double inverseDeviation,
        double inverseDeviationVariance,
        double normalizedVariance,
        double runningMeanDistance) {
    /** The means over parts of a batch, of the same layer and count, added in their order. */
    public static StatisticsNoise mean(List<StatisticsNoise> parts) {
        double[] sums = new double[6];
        for (StatisticsNoise part : parts) {
            sums[0] += part.variance;
            sums[1] += part.meanVariance;
            sums[2] += part.inverseDeviation;
            sums[3] += part.inverseDeviationVariance;
            sums[4] += part.normalizedVariance;
            sums[5] += part.runningMeanDistance;
        }
        int n = parts.size();
        StatisticsNoise first = parts.get(0);
        return new StatisticsNoise(
                first.segment,
                first.count,
                sums[0] / n,
                sums[1] / n,
                sums[2] / n,
                sums[3] / n,
                sums[4] / n,
                sums[5] / n);
    }
}

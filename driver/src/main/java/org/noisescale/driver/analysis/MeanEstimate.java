package org.noisescale.driver.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A mean over independent repetitions with its standard error, which is NaN below two repetitions. */
public record MeanEstimate(double mean, double standardError, int count) {

    /** How many standard errors it is off a truth; NaN without a standard error. */
    public double z(double truth) {
        return (mean - truth) / standardError;
    }

    /** The estimate of a part of the mean. */
    public MeanEstimate dividedBy(double divisor) {
        return new MeanEstimate(mean / divisor, standardError / divisor, count);
    }

    /** The estimate from the values that apply; NaN values are left out. */
    public static MeanEstimate of(double... values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        int count = finite.length;
        double mean = Arrays.stream(finite).average().orElse(Double.NaN);
        double squares = Arrays.stream(finite).map(x -> (x - mean) * (x - mean)).sum();
        double error = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
        return new MeanEstimate(mean, error, count);
    }

    /**
     * The mean over several series, each cut into equal blocks, whose means are about independent if a block is much
     * longer than what a value tells of those after it; what is left over at the beginning of a series is left out.
     */
    public static MeanEstimate ofBlocks(List<double[]> series, int blocks) {
        return of(series.stream()
                .flatMapToDouble(
                        each -> IntStream.range(0, blocks).mapToDouble(block -> blockMean(each, block, blocks)))
                .toArray());
    }

    private static double blockMean(double[] series, int block, int blocks) {
        int length = series.length / blocks;
        int from = series.length - (blocks - block) * length;
        return Arrays.stream(series, from, from + length).average().orElse(Double.NaN);
    }
}

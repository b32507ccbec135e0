package org.noisescale.driver.analysis;

import java.util.Arrays;

/** A mean over independent repetitions with its standard error, which is NaN below two repetitions. */
public record MeanEstimate(double mean, double standardError, int count) {

    /** The estimate from the values that apply; NaN values are left out. */
    public static MeanEstimate of(double... values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        int count = finite.length;
        double mean = Arrays.stream(finite).average().orElse(Double.NaN);
        double squares = Arrays.stream(finite).map(x -> (x - mean) * (x - mean)).sum();
        double error = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
        return new MeanEstimate(mean, error, count);
    }
}

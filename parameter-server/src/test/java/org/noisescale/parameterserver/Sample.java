package org.noisescale.parameterserver;

/** Independent values of one statistic, to be compared with what theory says its expectation is. */
public final class Sample {
    private long count;
    private double sum;
    private double squares;

    /** Takes a value. */
    public void add(double value) {
        count++;
        sum += value;
        squares += value * value;
    }

    /** The average. */
    public double mean() {
        return sum / count;
    }

    /** The standard deviation of the average. */
    public double standardError() {
        double mean = mean();
        return Math.sqrt((squares / count - mean * mean) / (count - 1));
    }

    /** (measured − truth) / standard error. */
    public double z(double truth) {
        return (mean() - truth) / standardError();
    }
}

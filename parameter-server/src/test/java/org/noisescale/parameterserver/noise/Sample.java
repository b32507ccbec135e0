package org.noisescale.parameterserver.noise;

/** Independent values of one statistic, to be compared with what theory says its expectation is. */
final class Sample {
    private long count;
    private double sum;
    private double squares;

    void add(double value) {
        count++;
        sum += value;
        squares += value * value;
    }

    double mean() {
        return sum / count;
    }

    double standardError() {
        double mean = mean();
        return Math.sqrt((squares / count - mean * mean) / (count - 1));
    }

    /** (measured − truth) / standard error. */
    double z(double truth) {
        return (mean() - truth) / standardError();
    }
}

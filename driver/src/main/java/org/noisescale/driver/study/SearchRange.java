package org.noisescale.driver.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * The values among which a search looks for a key's best one.
 *
 * @param key dotted
 * @param low the least value
 * @param high the greatest value, more than {@code low}
 * @param logarithmic whether equal ratios are equally likely, not equal differences; then {@code low} is positive
 * @param whole whether only whole numbers are tried
 */
record SearchRange(String key, double low, double high, boolean logarithmic, boolean whole) {
    /** What may be said of a range. */
    static final List<String> KEYS = List.of("low", "high", "scale", "whole");

    /** As many digits as tell trials apart and can be read. */
    private static final MathContext PRECISION = new MathContext(4);

    /** Checks that there is something to search. */
    SearchRange {
        if (low >= high) {
            throw new IllegalArgumentException("high must be more than low (" + low + "), was " + high);
        }
        if (logarithmic && low <= 0) {
            throw new IllegalArgumentException("low must be positive on a logarithmic scale, was " + low);
        }
    }

    /** The value at a share of the way from low to high, as it is written in a study. */
    String at(double share) {
        double exact = logarithmic ? low * Math.pow(high / low, share) : low + (high - low) * share;
        if (whole) {
            return Long.toString(Math.round(exact));
        }
        double rounded = new BigDecimal(exact).round(PRECISION).doubleValue();
        return Double.toString(Math.min(Math.max(rounded, low), high));
    }

    /** The parts of the key. */
    List<String> path() {
        return List.of(key.split("\\."));
    }
}

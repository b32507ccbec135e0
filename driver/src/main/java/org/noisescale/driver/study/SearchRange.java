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
 * @param relative whether these are multiples of what the key is without the search, be it given or a default
 */
record SearchRange(String key, double low, double high, boolean logarithmic, boolean whole, boolean relative) {
    /** What may be said of a range. */
    static final List<String> KEYS = List.of("low", "high", "scale", "whole", "relative");

    /** As many digits as tell trials apart and can be read. */
    private static final MathContext PRECISION = new MathContext(4);

    private static final MathContext MULTIPLE_PRECISION = new MathContext(3);
    /** Different multiples stay different. */
    private static final MathContext PRODUCT_PRECISION = new MathContext(5);

    /** Checks that there is something to search. */
    SearchRange {
        if (low >= high) {
            throw new IllegalArgumentException("high must be more than low (" + low + "), was " + high);
        }
        if (whole && relative) {
            throw new IllegalArgumentException("whole must be false where relative is true, was true");
        }
        if (logarithmic && low <= 0) {
            throw new IllegalArgumentException("low must be positive on a logarithmic scale, was " + low);
        }
    }

    /** The value, or multiple, at a share of the way from low to high. */
    double at(double share) {
        double exact = logarithmic ? low * Math.pow(high / low, share) : low + (high - low) * share;
        if (whole) {
            return Math.round(exact);
        }
        double rounded = new BigDecimal(exact)
                .round(relative ? MULTIPLE_PRECISION : PRECISION)
                .doubleValue();
        return Math.min(Math.max(rounded, low), high);
    }

    /**
     * A value, or multiple, as it is written in a study.
     *
     * @param unit what it is a multiple of
     */
    String written(double at, double unit) {
        if (whole) {
            return Long.toString(Math.round(at));
        }
        return Double.toString(
                relative ? new BigDecimal(at * unit).round(PRODUCT_PRECISION).doubleValue() : at);
    }

    /** The parts of the key. */
    List<String> path() {
        return List.of(key.split("\\."));
    }
}

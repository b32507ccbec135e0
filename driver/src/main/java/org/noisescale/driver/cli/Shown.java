package org.noisescale.driver.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures and names as a person reads them on a terminal. */
final class Shown {
    private static final MathContext DIGITS = new MathContext(3);
    private static final double PLAIN_MIN = 1e-3;
    private static final double PLAIN_MAX = 1e6;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private Shown() {}

    /** Three significant digits, e.g. {@code 0.348}, {@code 152} or {@code 4.15e-67}. */
    static String figure(double value) {
        double size = Math.abs(value);
        if (size >= PLAIN_MIN && size < PLAIN_MAX) {
            return new BigDecimal(value).round(DIGITS).toPlainString();
        }
        return size == 0 || !Double.isFinite(value)
                ? Double.toString(value)
                : String.format(Locale.ROOT, "%.2e", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f s", value);
    }

    /** A time as on a clock: {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < HOUR
                ? String.format(Locale.ROOT, "%d:%02d", whole / MINUTE, whole % MINUTE)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / HOUR, whole % HOUR / MINUTE, whole % MINUTE);
    }

    /** A text without its end, which an ellipsis stands for, where it is longer than so many characters. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "…";
    }
}

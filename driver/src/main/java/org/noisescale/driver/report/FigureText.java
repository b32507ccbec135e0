package org.noisescale.driver.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.noisescale.driver.analysis.Interval;

/** Numbers as they stand in a sentence. */
final class FigureText {
    private FigureText() {}

    /** So many significant digits, without exponent between 10⁻⁴ and 10⁷. */
    static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return "—";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e7)) {
            return minus(String.format(Locale.ROOT, "%." + (digits - 1) + "e", value));
        }
        return minus(new BigDecimal(value)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toPlainString());
    }

    /** So many places after the point. */
    static String fixed(double value, int places) {
        return Double.isFinite(value)
                ? minus(String.format(Locale.ROOT, "%." + places + "f", value))
                : significant(value, 3);
    }

    /** A share as a percentage with one place. */
    static String percent(double share) {
        return fixed(100 * share, 1) + " %";
    }

    /** An interval as "250–390". */
    static String interval(Interval interval) {
        return significant(interval.low(), 3) + "–" + significant(interval.high(), 3);
    }

    /** Seconds as "1 min 35 s". */
    static String duration(double seconds) {
        if (seconds < 60) {
            return significant(seconds, 3) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** "1 seed", "3 seeds". */
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }
}

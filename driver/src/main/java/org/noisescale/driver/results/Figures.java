package org.noisescale.driver.results;

import java.util.Locale;

/** Numbers as text in result files: the shortest text that reads back to the same bits; empty where none applies. */
final class Figures {
    static final String NOT_APPLICABLE = "";

    private Figures() {}

    static String of(double value) {
        return Double.isNaN(value) ? NOT_APPLICABLE : Double.toString(value);
    }

    /** A figure that always applies: one that is not a number shows that training diverged. */
    static String always(double value) {
        return Double.toString(value);
    }

    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}

package org.noisescale.driver.results;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Numbers as text in result files. A figure that was computed is written so that it reads back to the same bits, also
 * where it is NaN or infinite, which shows that training diverged; one that does not apply is left empty.
 */
final class Figures {
    static final String NOT_APPLICABLE = "";

    private Figures() {}

    static String of(double value) {
        return Double.toString(value);
    }

    static String of(OptionalDouble value) {
        return value.isPresent() ? of(value.getAsDouble()) : NOT_APPLICABLE;
    }

    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}

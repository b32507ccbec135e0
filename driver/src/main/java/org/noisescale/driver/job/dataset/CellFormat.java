package org.noisescale.driver.job.dataset;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a cell of a table may hold: plain decimal numbers, and class labels. */
final class CellFormat {
    /** What {@link #label} answers for anything that is no label. */
    static final int NO_LABEL = -1;

    private static final int SHOWN_MAX = 40;
    private static final String NO_FEATURE = "or leave the column out of the features";
    private static final String NO_TARGET = "as a target of regression has to be";
    private static final String EMPTY = "is empty; fill it in or remove the row";

    private CellFormat() {}

    /** The finite number that the cell holds; NaN where it holds none. */
    static float number(@Nullable String cell) {
        if (cell == null || !isDecimal(cell.strip())) {
            return Float.NaN;
        }
        try {
            float value = Float.parseFloat(cell);
            return Float.isFinite(value) ? value : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    /** What is wrong with a cell that holds no finite number. */
    static String complaintOfNumber(@Nullable String cell) {
        if (cell == null || cell.isBlank()) {
            return EMPTY;
        }
        String word = cell.strip().toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
        if (word.equals("nan") || word.startsWith("inf")) {
            return quoted(cell) + " is not finite; fill in a number or remove the row";
        }
        return isDecimal(cell.strip()) && word.matches("[0-9.]+(e[+-]?[0-9]+)?")
                ? quoted(cell) + " is beyond the range of 32-bit floats; rescale the column"
                : quoted(cell) + " is not a number; write it as 1.5 or 1e-3, " + NO_FEATURE;
    }

    /**
     * The class that the cell holds, an integer from 0 on (also as {@code 3.0}); {@link #NO_LABEL} where it is none.
     */
    static int label(@Nullable String cell) {
        if (cell == null || Float.isNaN(number(cell))) {
            return NO_LABEL;
        }
        double value = Double.parseDouble(cell);
        return value >= 0 && value == (int) value ? (int) value : NO_LABEL;
    }

    /** What is wrong with a cell that holds no label. */
    static String complaintOfLabel(@Nullable String cell) {
        return cell == null || cell.isBlank() ? EMPTY : quoted(cell) + " is not a class; labels are integers from 0 on";
    }

    /** What is wrong with a cell that holds no target. */
    static String complaintOfTarget(@Nullable String cell) {
        return complaintOfNumber(cell).replace(NO_FEATURE, NO_TARGET);
    }

    /** The cell in quotation marks, shortened where it is long. */
    private static String quoted(String cell) {
        return '"' + (cell.length() > SHOWN_MAX ? cell.substring(0, SHOWN_MAX) + "…" : cell) + '"';
    }

    /** Java's own parser would also take {@code 1f}, {@code 0x1p3} and {@code NaN}. */
    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}

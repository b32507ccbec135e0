package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/** How a line of a LIBSVM file becomes an example; features that it does not name are 0. */
record LibsvmRowFormat(int featureCount, LabelFormat labels) implements Serializable {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    /** Whether the line says nothing. */
    static boolean isComment(String line) {
        return content(line).isEmpty();
    }

    /** The index of the last feature that the line names; 0 if there is none. */
    static int lastIndex(String line) {
        String content = content(line);
        return index(content.substring(content.lastIndexOf(' ') + 1));
    }

    /**
     * Writes a line's features and label as example {@code example} of the arrays.
     *
     * @return the first problem of the line, with row number 0; null if there is none
     */
    @Nullable
    DataProblem parseInto(String line, int example, float[] features, Labels targetLabels) {
        String[] cells = BLANKS.split(content(line), -1);
        String labelComplaint = labels.parseInto(cells[0], targetLabels.values(), example);
        if (labelComplaint != null) {
            return new DataProblem(0, "label", labelComplaint);
        }
        int last = 0;
        for (int i = 1; i < cells.length; i++) {
            int index = index(cells[i]);
            String complaint = complaint(cells[i], index, last);
            if (complaint != null) {
                return DataProblem.ofFile(complaint);
            }
            features[example * featureCount + index - 1] = value(cells[i]);
            last = index;
        }
        return null;
    }

    private @Nullable String complaint(String cell, int index, int last) {
        if (index < 1) {
            return '"' + cell + "\" is not index:value with an index from 1 on";
        }
        if (index <= last) {
            return "index " + index + " comes after " + last + "; indices must ascend";
        }
        if (index > featureCount) {
            return "index " + index + " is greater than the number of features, " + featureCount
                    + "; set featureCount to more";
        }
        return Float.isNaN(value(cell))
                ? "feature " + index + ": " + CellFormat.complaintOfNumber(cell.substring(cell.indexOf(':') + 1))
                : null;
    }

    private static String content(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    /** 0 where there is none. */
    private static int index(String cell) {
        int colon = cell.indexOf(':');
        String index = cell.substring(0, Math.max(0, colon));
        return INDEX.matcher(index).matches() ? Integer.parseInt(index) : 0;
    }

    private static float value(String cell) {
        return CellFormat.number(cell.substring(cell.indexOf(':') + 1));
    }
}

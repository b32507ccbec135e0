package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How the cells of a row become an example. */
record CsvRowFormat(CsvColumns columns, LabelRange labels) implements Serializable {

    /** How many features an example has. */
    int featureCount() {
        return columns.features().size();
    }

    /** A parser for rows of this format. */
    CsvCells cells() {
        return new CsvCells(2 * columns.header().size() + 1);
    }

    /**
     * Writes a row's features and label as example {@code example} of the arrays.
     *
     * @return the first problem of the row, in the order of its columns, with row number 0; null if there is none
     */
    @Nullable
    DataProblem parseInto(@Nullable String @Nullable [] cells, int example, float[] features, int[] targetLabels) {
        int expected = columns.header().size();
        if (cells == null || cells.length != expected) {
            String found = cells == null ? "more than twice the cells" : cells.length + " cells";
            return new DataProblem(
                    0, "", "has " + found + ", the header line has " + expected + "; mend or remove the row");
        }
        DataProblem problem = labelInto(cells, example, targetLabels);
        int offset = example * featureCount();
        for (int feature = 0; feature < featureCount(); feature++) {
            int position = columns.features().get(feature);
            float value = CellFormat.number(cells[position]);
            features[offset + feature] = value;
            if (Float.isNaN(value)) {
                return problem != null && columns.label() < position
                        ? problem
                        : problem(position, CellFormat.complaintOfNumber(cells[position]));
            }
        }
        return problem;
    }

    private @Nullable DataProblem labelInto(@Nullable String[] cells, int example, int[] targetLabels) {
        String cell = cells[columns.label()];
        int label = CellFormat.label(cell);
        targetLabels[example] = label;
        return label == CellFormat.NO_LABEL
                ? problem(columns.label(), CellFormat.complaintOfLabel(cell))
                : labels.findComplaint(label)
                        .map(what -> problem(columns.label(), what))
                        .orElse(null);
    }

    private DataProblem problem(int position, String what) {
        return new DataProblem(0, columns.header().get(position), what);
    }
}

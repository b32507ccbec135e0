package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/** How the cells of a row become an example. */
record CsvRowFormat(CsvColumns columns, LabelFormat labels) implements Serializable {

    /** How many features an example has. */
    int featureCount() {
        return columns.features().size();
    }

    /** A parser for rows of this format. */
    CsvCells cells() {
        return new CsvCells(2 * columns.header().size() + 1);
    }

    /**
     * Writes a row's features and labels as example {@code example} of the arrays.
     *
     * @return the first problem of the row, in the order of its columns, with row number 0; null if there is none
     */
    @Nullable
    DataProblem parseInto(@Nullable String @Nullable [] cells, int example, float[] features, Labels targetLabels) {
        int expected = columns.header().size();
        if (cells == null || cells.length != expected) {
            String found = cells == null ? "more than twice the cells" : cells.length + " cells";
            return new DataProblem(
                    0, "", "has " + found + ", the header line has " + expected + "; mend or remove the row");
        }
        BadCell label = labelsInto(cells, example, targetLabels.values());
        BadCell feature = featuresInto(cells, example, features);
        BadCell first = feature == null || (label != null && label.position() < feature.position()) ? label : feature;
        return first == null ? null : new DataProblem(0, columns.header().get(first.position()), first.what());
    }

    private @Nullable BadCell featuresInto(@Nullable String[] cells, int example, float[] features) {
        int offset = example * featureCount();
        for (int feature = 0; feature < featureCount(); feature++) {
            int position = columns.features().get(feature);
            float value = CellFormat.number(cells[position]);
            features[offset + feature] = value;
            if (Float.isNaN(value)) {
                return new BadCell(position, CellFormat.complaintOfNumber(cells[position]));
            }
        }
        return null;
    }

    private @Nullable BadCell labelsInto(@Nullable String[] cells, int example, float[] values) {
        int offset = example * columns.labels().size();
        for (int label = 0; label < columns.labels().size(); label++) {
            int position = columns.labels().get(label);
            String complaint = labels.parseInto(cells[position], values, offset + label);
            if (complaint != null) {
                return new BadCell(position, complaint);
            }
        }
        return null;
    }

    /** The first cell, in the order in which they are read, that cannot be used. */
    private record BadCell(int position, String what) {}
}

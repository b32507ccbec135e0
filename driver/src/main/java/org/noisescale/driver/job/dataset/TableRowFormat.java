package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/**
 * How a row of Spark SQL becomes an example: it begins with the columns of the features, then those of the labels,
 * which hold doubles.
 */
record TableRowFormat(List<FeatureColumn> features, List<String> labelNames, LabelFormat labels)
        implements Serializable {

    /** How many features an example has. */
    int featureCount() {
        return features.stream().mapToInt(FeatureColumn::width).sum();
    }

    /** How many columns a row has before those that tell its order. */
    int columnCount() {
        return features.size() + labelNames.size();
    }

    /**
     * Writes a row's features and labels as example {@code example} of the arrays.
     *
     * @return the first problem of the row, with row number 0; null if there is none
     */
    @Nullable
    DataProblem parseInto(InternalRow row, int example, float[] target, Labels targetLabels) {
        int offset = example * (target.length / targetLabels.exampleCount());
        for (int position = 0; position < features.size(); position++) {
            FeatureColumn column = features.get(position);
            String complaint = column.readInto(row, position, target, offset);
            if (complaint != null) {
                return new DataProblem(0, column.name(), complaint);
            }
            offset += column.width();
        }
        for (int label = 0; label < labelNames.size(); label++) {
            String complaint = labels.parseInto(
                    cell(row, features.size() + label), targetLabels.values(), example * targetLabels.width() + label);
            if (complaint != null) {
                return new DataProblem(0, labelNames.get(label), complaint);
            }
        }
        return null;
    }

    /** As somebody would write it. */
    private static @Nullable String cell(InternalRow row, int position) {
        if (row.isNullAt(position)) {
            return null;
        }
        double value = row.getDouble(position);
        boolean whole = value == (int) value;
        return whole ? Integer.toString((int) value) : Double.toString(value);
    }
}

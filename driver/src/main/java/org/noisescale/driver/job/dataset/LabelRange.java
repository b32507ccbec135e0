package org.noisescale.driver.job.dataset;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/**
 * Which classes are allowed.
 *
 * @param classes how many classes the study states; 0 where the labels are to show it
 */
record LabelRange(int classes) implements LabelFormat {
    /** More classes than this are taken for a mistake in the choice of the label column unless they are stated. */
    private static final int UNSTATED_MAX = 10_000;

    @Override
    public Labels allocate(int exampleCount) {
        return type(0).allocate(exampleCount);
    }

    @Override
    public @Nullable String parseInto(@Nullable String cell, float[] values, int position) {
        int label = CellFormat.label(cell);
        values[position] = label;
        return label == CellFormat.NO_LABEL
                ? CellFormat.complaintOfLabel(cell)
                : findComplaint(label).orElse(null);
    }

    /** What is wrong with this label, an integer from 0 on, if anything is. */
    Optional<String> findComplaint(int label) {
        if (classes > 0 && label >= classes) {
            return Optional.of("label " + label + " is out of range, as classes is " + classes
                    + "; labels must be in [0, " + classes + ")");
        }
        if (classes == 0 && label >= UNSTATED_MAX) {
            return Optional.of("label " + label + " would make more than " + UNSTATED_MAX
                    + " classes; check that these are labels, or state classes");
        }
        return Optional.empty();
    }

    @Override
    public LabelType type(int largestClass) {
        return new LabelType.Classes(classes > 0 ? classes : largestClass + 1);
    }
}

package org.noisescale.driver.job.dataset;

import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/**
 * Cells that hold real-valued targets.
 *
 * @param count how many an example has
 */
record TargetFormat(int count) implements LabelFormat {
    @Override
    public Labels allocate(int exampleCount) {
        return type(0).allocate(exampleCount);
    }

    @Override
    public @Nullable String parseInto(@Nullable String cell, float[] values, int position) {
        float value = CellFormat.number(cell);
        values[position] = value;
        return Float.isNaN(value) ? CellFormat.complaintOfTarget(cell) : null;
    }

    @Override
    public LabelType type(int largestClass) {
        return new LabelType.Targets(count);
    }
}

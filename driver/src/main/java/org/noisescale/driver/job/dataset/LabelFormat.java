package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/** How the cells of a table become labels. */
sealed interface LabelFormat extends Serializable permits LabelRange, TargetFormat {
    /** Empty labels. */
    Labels allocate(int exampleCount);

    /**
     * Writes what a cell holds.
     *
     * @return what is wrong with the cell; null if nothing is
     */
    @Nullable
    String parseInto(@Nullable String cell, float[] values, int position);

    /** The type of all labels when this is the largest class. */
    LabelType type(int largestClass);
}

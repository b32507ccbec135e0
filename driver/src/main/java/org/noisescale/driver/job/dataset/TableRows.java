package org.noisescale.driver.job.dataset;

import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/** The rows that a task reads, one after the other. */
interface TableRows {
    /** Goes on to the next row, at first to the first; false if there is none. */
    boolean advance();

    /** Where the present row comes from; the rows of a split come without interruption. */
    Split split();

    /**
     * Writes the present row's features and labels as example {@code example} of the arrays.
     *
     * @return the first problem of the row, with row number 0; null if there is none
     */
    @Nullable
    DataProblem parseInto(int example, float[] features, Labels labels);
}

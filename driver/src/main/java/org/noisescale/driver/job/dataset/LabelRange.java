package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Optional;

/**
 * Which labels are allowed.
 *
 * @param classes how many classes the study states; 0 where the labels are to show it
 */
record LabelRange(int classes) implements Serializable {
    /** More classes than this are taken for a mistake in the choice of the label column unless they are stated. */
    private static final int UNSTATED_MAX = 10_000;

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

    /** How many classes there are when this is the largest label. */
    int classCount(int largestLabel) {
        return classes > 0 ? classes : largestLabel + 1;
    }
}

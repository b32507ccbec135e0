package org.noisescale.worker.training;

import java.io.Serializable;

/**
 * When a second batch is computed at the version of a step, for what two independent batches tell: that of the step
 * after it, so that there is no example in both while an epoch lasts. Nothing of it goes into an update.
 *
 * @param every after how many steps, from the first on; 0 for never. Not 1, since each batch would be looked at twice
 */
public record ProbePlan(int every) implements Serializable {
    /** No probes. */
    public static final ProbePlan NONE = new ProbePlan(0);

    private static final long serialVersionUID = 1;

    /** Checks the range. */
    public ProbePlan {
        if (every < 0 || every == 1) {
            throw new IllegalArgumentException("every must be 0 or at least 2, was " + every);
        }
    }

    /** Whether a step, 0 for the first, has one. */
    boolean includes(long step) {
        return every > 0 && step % every == 0;
    }
}

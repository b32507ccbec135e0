package org.noisescale.parameterserver.synchronization;

import java.io.Serializable;

/**
 * After which updates held-out examples are evaluated. Servers and workers must agree on it.
 *
 * @param steps how many updates the run has; the last one is always followed by an evaluation
 * @param every after how many updates the next one is; 0 for only after the last
 */
public record EvaluationSchedule(long steps, long every) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Checks the ranges. */
    public EvaluationSchedule {
        if (steps < 1 || every < 0) {
            throw new IllegalArgumentException(
                    "steps must be at least 1 and every at least 0, was " + steps + ", " + every);
        }
    }

    /** Whether there is an evaluation after so many updates. */
    public boolean includes(long version) {
        return version == steps || (every > 0 && version % every == 0);
    }
}

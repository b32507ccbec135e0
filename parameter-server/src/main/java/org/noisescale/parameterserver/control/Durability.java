package org.noisescale.parameterserver.control;

import org.noisescale.parameterserver.checkpoint.CheckpointStore;

/**
 * Whether servers write the states of a run down, and under which name they find them again.
 *
 * @param run the fingerprint of everything that the states depend on, and of the one place where its results go: 64
 *     hexadecimal digits; empty if nothing is written down
 * @param every after how many steps; 0 for never
 */
public record Durability(String run, long every) {
    /** Nothing is written down. */
    public static final Durability NONE = new Durability("", 0);

    /** Checks the ranges. */
    public Durability {
        boolean named = CheckpointStore.isFingerprint(run);
        if (every < 0 || (every > 0 && !named) || (every == 0 && !run.isEmpty())) {
            throw new IllegalArgumentException("a run that is written down every " + every
                    + " steps must have a fingerprint of 64 hexadecimal digits, or none and 0 steps, was \"" + run
                    + "\"");
        }
    }

    /** Whether anything is written down. */
    public boolean isAsked() {
        return every > 0;
    }
}

package org.noisescale.parameterserver.control;

/**
 * From where a run on servers goes on.
 *
 * @param version one that all servers have written down; 0 for the run's beginning
 * @param durability how its states are written down from then on
 */
public record RunStart(long version, Durability durability) {
    /** A run's beginning, of which nothing is written down. */
    public static final RunStart NEW = new RunStart(0, Durability.NONE);

    /** Checks the ranges. */
    public RunStart {
        if (version < 0 || (version > 0 && !durability.isAsked())) {
            throw new IllegalArgumentException(
                    "version must be 0, or more in a run that is written down, was " + version);
        }
    }
}

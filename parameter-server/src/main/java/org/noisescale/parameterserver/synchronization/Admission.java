package org.noisescale.parameterserver.synchronization;

/** Whether a contribution counts. */
public enum Admission {
    /** It belongs to the round that is open. */
    ADMIT,
    /** Its round is over; it changes nothing. */
    STALE,
    /** It belongs to a round that is not open yet, which the rule does not allow. */
    EARLY
}

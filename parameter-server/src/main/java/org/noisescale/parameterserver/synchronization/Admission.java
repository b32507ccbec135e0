package org.noisescale.parameterserver.synchronization;

/** Whether a contribution counts. */
public enum Admission {
    /** It belongs to the round that is open. */
    ADMIT,
    /** It comes too late; it changes nothing. */
    STALE,
    /** It belongs to a round that is not open yet, which the rule does not allow. */
    EARLY;

    /** Of a rule that takes nothing but gradients of the present version. */
    static Admission ofPresent(long read, long version) {
        if (read == version) {
            return ADMIT;
        }
        return read < version ? STALE : EARLY;
    }

    /** Of a rule that takes gradients of any version there has been. */
    static Admission ofPast(long read, long version) {
        return read <= version ? ADMIT : EARLY;
    }
}

package org.noisescale.parameterserver.diagnosis;

/**
 * What was found about one thing.
 *
 * @param subject its name
 * @param measured what it is, with units
 * @param repair what to do about it; empty if nothing is to be done
 */
public record Finding(Verdict verdict, String subject, String measured, String repair) {
    /** How it is. */
    public enum Verdict {
        /** As it should be. */
        GOOD,
        /** It works, but costs time. */
        SLOW,
        /** Runs will fail. */
        WRONG,
        /** This system does not tell. */
        UNKNOWN
    }

    /** As it should be. */
    public static Finding good(String subject, String measured) {
        return new Finding(Verdict.GOOD, subject, measured, "");
    }

    /** It works, but costs time. */
    public static Finding slow(String subject, String measured, String repair) {
        return new Finding(Verdict.SLOW, subject, measured, repair);
    }

    /** Runs will fail. */
    public static Finding wrong(String subject, String measured, String repair) {
        return new Finding(Verdict.WRONG, subject, measured, repair);
    }

    /** This system does not tell. */
    public static Finding unknown(String subject, String why) {
        return new Finding(Verdict.UNKNOWN, subject, why, "");
    }

    /** Whether runs will fail. */
    public boolean isWrong() {
        return verdict == Verdict.WRONG;
    }
}

package org.noisescale.driver.selftest;

/**
 * What theory says of one quantity, and what was measured.
 *
 * @param truth from a closed form, or counted out
 * @param measured by the whole path
 * @param error positive: the standard error of the measurement, or the bound of its rounding
 */
public record Finding(String quantity, double truth, double measured, double error, Kind kind) {

    /** What is the matter with the measurement. */
    public enum Kind {
        /** It scatters about the truth; the error is a standard error. */
        SCATTER(5),
        /** It is exact but for rounding; the error is the most that rounding can do. */
        ROUNDING(1);

        private final double limit;

        Kind(double limit) {
            this.limit = limit;
        }
    }

    /** A measurement that scatters with this standard error. */
    static Finding scattering(String quantity, double truth, double measured, double standardError) {
        return new Finding(quantity, truth, measured, standardError, Kind.SCATTER);
    }

    /** A measurement that can differ from the truth by no more than this. */
    static Finding exact(String quantity, double truth, double measured, double bound) {
        return new Finding(quantity, truth, measured, bound, Kind.ROUNDING);
    }

    /** How many errors lie between the measurement and the truth; NaN where training diverged. */
    public double z() {
        return (measured - truth) / error;
    }

    /** Whether the truth was missed: by 5 standard errors or more, by more than rounding can do, or altogether. */
    public boolean isMissed() {
        double distance = Math.abs(z());
        return kind == Kind.SCATTER ? !(distance < kind.limit) : !(distance <= kind.limit);
    }
}

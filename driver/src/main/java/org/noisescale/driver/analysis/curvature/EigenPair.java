package org.noisescale.driver.analysis.curvature;

/**
 * An approximate eigenvalue θ with its vector y of unit length. The operator has an eigenvalue within
 * {@link #errorBound} of θ: for a symmetric A that is ‖Ay − θy‖ (Parlett 1998, "The symmetric eigenvalue problem",
 * theorem 4.5.1), to which the estimated error of the product Ay is added where products are not exact.
 */
public final class EigenPair {
    private final double value;
    private final double errorBound;
    private final double[] vector;

    /** Takes over the vector without a copy. */
    EigenPair(double value, double errorBound, double[] vector) {
        this.value = value;
        this.errorBound = errorBound;
        this.vector = vector;
    }

    /** The approximate eigenvalue. */
    public double value() {
        return value;
    }

    /** How far from it an eigenvalue is at most. */
    public double errorBound() {
        return errorBound;
    }

    /** Its vector; shared, not a copy. */
    public double[] vector() {
        return vector;
    }
}

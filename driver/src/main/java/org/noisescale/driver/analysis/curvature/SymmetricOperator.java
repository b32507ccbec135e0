package org.noisescale.driver.analysis.curvature;

/** A symmetric matrix that is known by its products. A product may take a cluster's time and can be interrupted. */
public interface SymmetricOperator {
    /** The length of its vectors. */
    int dimension();

    /** Writes the product with a vector into the target, another array. */
    void productInto(double[] vector, double[] target) throws InterruptedException;

    /**
     * An estimate of the length of the error of {@link #productInto} for this vector, rounding aside; 0 where products
     * are exact. May cost as much as a product.
     */
    default double productError(double[] vector) throws InterruptedException {
        return 0;
    }
}

package org.noisescale.driver.study;

/** How features are scaled; figures come from the training part and are applied to both parts. */
public enum Scaling {
    /** As they are. */
    NONE,
    /**
     * To [0, 1] by least and greatest value: for CSV of each column, for images of all pixels together. A constant
     * becomes 0.
     */
    UNIT,
    /** To mean 0 and variance 1 for each feature (population variance). A constant becomes 0. */
    STANDARDISE
}

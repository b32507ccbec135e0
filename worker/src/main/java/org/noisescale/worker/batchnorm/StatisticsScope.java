package org.noisescale.worker.batchnorm;

import java.io.Serializable;

/**
 * Over which examples BatchNormalization takes its mean and variance.
 *
 * @param groupSize how many neighbouring virtual workers share them; 1 for each alone
 * @param ghostSize into parts of how many examples each slice is cut, which have statistics of their own; 0 for whole
 *     slices (Hoffer, Hubara &amp; Soudry 2017, arXiv:1705.08741)
 */
public record StatisticsScope(int groupSize, int ghostSize) implements Serializable {
    /** Those of one virtual worker's slice. */
    public static final StatisticsScope LOCAL = new StatisticsScope(1, 0);

    private static final long serialVersionUID = 1;

    /** Checks that slices are not cut and shared at once. */
    public StatisticsScope {
        if (groupSize < 1 || ghostSize < 0 || (groupSize > 1 && ghostSize > 0)) {
            throw new IllegalArgumentException("statistics are of groups of slices or of parts of one, were of "
                    + groupSize + " slices and parts of " + ghostSize);
        }
    }

    /** Whether virtual workers wait for each other. */
    public boolean isShared() {
        return groupSize > 1;
    }

    /** Whether it is anything but each slice for itself, which DL4J's own layers can do as well. */
    public boolean isSpecial() {
        return !equals(LOCAL);
    }
}

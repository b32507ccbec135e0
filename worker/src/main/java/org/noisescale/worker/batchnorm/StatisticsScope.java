package org.noisescale.worker.batchnorm;

import java.io.Serializable;
import org.noisescale.parameterserver.moments.StatisticsGroups;
import org.noisescale.worker.dataset.BatchShares;

/**
 * Over which examples BatchNormalization takes its mean and variance.
 *
 * @param groupSize how many neighbouring virtual workers share them; 1 for each alone
 * @param ghostSize into parts of how many examples each slice is cut, which have statistics of their own; 0 for whole
 *     slices (Hoffer, Hubara &amp; Soudry 2017, arXiv:1705.08741)
 * @param shuffled whether the examples of all slices are mixed before they are put into groups, as large as those of
 *     neighbours (He et al. 2020, arXiv:1911.05722)
 */
public record StatisticsScope(int groupSize, int ghostSize, boolean shuffled) implements Serializable {
    /** Those of one virtual worker's slice. */
    public static final StatisticsScope LOCAL = new StatisticsScope(1, 0, false);

    private static final long serialVersionUID = 2;

    /** Checks that slices are not cut and shared at once. */
    public StatisticsScope {
        if (groupSize < 1 || ghostSize < 0 || ((groupSize > 1 || shuffled) && ghostSize > 0)) {
            throw new IllegalArgumentException("statistics are of groups of slices or of parts of one, were of "
                    + groupSize + " slices and parts of " + ghostSize);
        }
    }

    /** Those of neighbours, or of parts of one slice. */
    public StatisticsScope(int groupSize, int ghostSize) {
        this(groupSize, ghostSize, false);
    }

    /** Those of groups as large as so many slices, whose examples come from anywhere in the batch. */
    public static StatisticsScope shuffled(int groupSize) {
        return new StatisticsScope(groupSize, 0, true);
    }

    /** Whether virtual workers wait for each other. */
    public boolean isShared() {
        return groupSize > 1 || shuffled;
    }

    /** Who shares with whom. */
    public StatisticsGroups groups(int virtualWorkers) {
        return shuffled
                ? StatisticsGroups.across(virtualWorkers, virtualWorkers / groupSize)
                : StatisticsGroups.ofNeighbours(virtualWorkers, groupSize);
    }

    /** Which examples of one virtual worker's slice are normalised together. */
    public SliceDivision division(long seed, BatchShares shares, int virtualWorker) {
        return shuffled ? new ShuffledDivision(seed, shares, groupSize, virtualWorker) : division();
    }

    /** The same where it does not depend on the batch. */
    public SliceDivision division() {
        return ghostSize > 0 ? SliceDivision.ofGhosts(ghostSize) : SliceDivision.WHOLE;
    }

    /** Whether it is anything but each slice for itself, which DL4J's own layers can do as well. */
    public boolean isSpecial() {
        return !equals(LOCAL);
    }
}

package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A part of a table that one task reads from its beginning to its end; parts in the order of the table.
 *
 * @param file the file that it is a part of; empty where there is one file, or none
 * @param start where it starts, in bytes or in whatever else grows
 */
record Split(String file, long start) implements Comparable<Split>, Serializable {
    private static final Comparator<Split> IN_ORDER =
            Comparator.comparing(Split::file).thenComparingLong(Split::start);

    @Override
    public int compareTo(Split other) {
        return IN_ORDER.compare(this, other);
    }
}

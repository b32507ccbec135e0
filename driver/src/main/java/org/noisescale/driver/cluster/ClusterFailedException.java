package org.noisescale.driver.cluster;

/** A process of a cluster that did not start, or does not end. */
public final class ClusterFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClusterFailedException(String message) {
        super(message);
    }
}

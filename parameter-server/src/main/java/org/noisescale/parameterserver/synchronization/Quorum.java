package org.noisescale.parameterserver.synchronization;

/** K, the number of pushes that make an update. */
final class Quorum {
    private Quorum() {}

    /** Checks the range of K by itself. */
    static void require(int quorum) {
        if (quorum < 1) {
            throw new IllegalArgumentException("quorum must be at least 1, was " + quorum);
        }
    }

    /** K among W workers. */
    static int of(int quorum, int workers) {
        if (quorum > workers) {
            throw new IllegalArgumentException("quorum must be at most workers (" + workers + "), was " + quorum);
        }
        return quorum;
    }
}
